"""`python -m opensna` is the command line."""

from opensna.cli import main

if __name__ == "__main__":
    main()
