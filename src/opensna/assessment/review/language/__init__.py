"""Words, numbers, periods, ages and sentences as British needs assessments write them."""
