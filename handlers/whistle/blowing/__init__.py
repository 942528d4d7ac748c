"""From a ticket's card to a blown whistle: a draft, the last look at it, and the blow."""
