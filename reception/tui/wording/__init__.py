"""What the screen calls things: steps, events, tasks, signs. Words only, no widgets."""
