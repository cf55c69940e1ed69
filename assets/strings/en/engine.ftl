# engine

# Where the number comes from that says how sure the result is of an image.
engine-sure-sum = { $sum } sure: { $parts }, the sum over the { $n } groups of the result that this group was merged from.
engine-sure-unknown = How sure is not known: the result says nothing of this image in this group.
