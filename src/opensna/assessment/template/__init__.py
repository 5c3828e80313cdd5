"""The needs assessment as a template: sections, indicators, checks and questions, in template.yaml."""
