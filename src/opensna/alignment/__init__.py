"""The one room that joins the rooms below it: need, evidence, provision, cost and place; value and target."""
