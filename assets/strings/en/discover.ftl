# discover

discover-title = Discover groups
discover-sorts = Sorts { $n ->
    [one] { $n } image
   *[other] { $n } images
} into groups and suggests how many.
discover-sorts-into = Sorts { $n ->
    [one] { $n } image
   *[other] { $n } images
} into { $groups ->
    [one] { $groups } group.
   *[other] { $groups } groups.
}
discover-time = { $time }.
discover-time-unknown = Measuring how long it takes…
discover-interrupted = Sorting that began { $when } was interrupted. It can go on where it stopped.
discover-resume = Resume
    .tip = Goes on where it stopped. Nothing that was done so far is lost.
discover-number = Number of groups
discover-suggest = Suggest a number
    .tip = Counts the groups that the images fall into. You can change the number afterwards.
discover-choose = Choose
    .tip = Makes as many groups as you say.
discover-fewer = Fewer groups
    .tip = Fewer
discover-more = More groups
    .tip = More
discover-rather-many = In doubt take more: groups are merged with one key.
discover-counting = Counting the groups: some seconds.
discover-suggests = Suggests { $n ->
    [one] { $n } group
   *[other] { $n } groups
}; { $low } to { $high } would make sense, too.
discover-suggests-one = Suggests { $n ->
    [one] { $n } group.
   *[other] { $n } groups.
}
discover-group = A group of { $n ->
    [one] { $n } image
   *[other] { $n } images
}
discover-more-groups = and { $n } more
discover-rough = A rough preview: the groups that you get are cleaner and of more even size.
discover-options = Options
discover-options-about = Nothing here has to be changed. What is set stays for the next time.
discover-advanced = Advanced
discover-advanced-changed = Advanced (changed)
discover-changed = { $preset }, changed
discover-back = Back to the preset
    .tip = Takes back every change of these settings
discover-quick = Quick
    .tip = The built-in network as it is; then what fits better, if anything does.
discover-balanced = Balanced
    .tip = As quick, then a network learns on from these images. For pictures unlike photos.
discover-paper = Paper
    .tip = The SCAN paper to the letter. For a fast GPU, or patience.
discover-start = Start
    .tip = Sorts the images into groups (Enter)
discover-after-reading = The folder is still being read. Sorting begins when that is done.
discover-meanwhile = You can go on browsing meanwhile.
discover-busy = Sorting is at work already. Stop it below, or wait until it is done.
discover-too-many = There { $n ->
    [one] is only { $n } image
   *[other] are only { $n } images
} here. Choose { $most ->
    [one] { $most } group.
   *[other] { $most } groups or fewer.
}
discover-download-first = The network has to be downloaded first.

# Where features come from, among the advanced options.
source-features = Features
    .tip = Where the numbers come from by which images are compared.
source-file = A network on disk
    .tip = DINOv2, CLIP, SigLIP or ResNet (MoCo v2, SimCLR, SCAN), as .safetensors or PyTorch's .pth. The file tells which.
source-vectors = Rows of your own
    .tip = A matrix as .npy or .safetensors; files.txt beside it names the image of each row.
source-path = Path of a file
source-browse = Choose…
source-here = on this computer, licence { $licence }
source-there = { $size } MB, licence { $licence }
source-builtin = in the program, no download
source-learned = learned anew, no download
source-is-here = is here
source-size = { $size } MB
source-rows = { $about } Rows of { $width } numbers, at { $size } px.
source-not-here = { $name } is not on this computer yet. It is { $size } MB from the Hugging Face hub; its licence is { $licence }.
source-download = Download { $size } MB
    .tip = Nothing of your images leaves this computer; only the network's weights are fetched.

# The advanced options.
option-head = Clustered by
    .tip = k-means is always computed beside it, and kept if it is better.
option-head-auto = SCAN (usual)
option-head-consensus = consensus of many
option-head-tree = cut of the merge tree
option-head-kmeans = k-means alone
option-device = Device
option-device-auto = the fastest
option-device-cpu = processor
option-neighbours = Neighbours
    .tip = Nearest images that should share a group.
option-evenness = Evenness
    .tip = How strongly SCAN keeps groups of even size; less if yours are of very different sizes.
option-seed = Seed
    .tip = The same seed, images and settings give the same groups.
option-threads = Threads
    .tip = 0 takes all cores.
option-sizes = Sizes of groups
    .tip = What SCAN holds groups to. "As found" tries even sizes and those of the merge tree and keeps what fits the neighbours of the images; a network that learns from the folder takes even ones there. Uneven suits folders whose largest class has ten times the images of the smallest, or more: "very" if classes look clearly different, else "somewhat". Where classes are even it makes groups worse.
option-sizes-found = as found (usual)
option-sizes-even = even
option-sizes-somewhat = somewhat uneven
option-sizes-very = very uneven
option-pseudo = Learns from
    .tip = Of its own answers: the sure ones, as in the paper, or as many as fit the sizes of groups, the surest first. On features that stay as they are only the second has a step of its own.
option-pseudo-sure = sure ones
option-pseudo-transport = by transport (P2OT)
option-epochs-tip = How often each image is seen.
option-heads-tip = Clusterings trained side by side; the best is kept.
option-temi-epochs = Epochs of TEMI
option-temi-heads = Heads of TEMI
option-scan-epochs = Epochs of SCAN
option-scan-heads = Heads of SCAN
option-turtle-steps = Steps of TURTLE
    .tip = More is better up to some thousands, and longer.
option-pretext = Learned by
    .tip = DCL looks at small views: as good features in less time. SimCLR is the paper's.
option-pretext-dcl = DCL, small views
option-pretext-epochs = Epochs of learning features
    .tip = How often each image is seen while features are learned. More is better, and longer.
option-batch = Images a step
    .tip = Batch of learning features.
option-scan-network-epochs = Epochs of clustering (SCAN)
    .tip = How often each image is seen while neighbours are pulled into groups. 0 leaves k-means alone.
option-heads = Heads
    .tip = Clusterings trained side by side; the best goes on.
option-selflabel-epochs = Epochs of self-labelling
    .tip = How often each image is seen while the network learns from its own sure answers.
option-sure = Sure from
    .tip = Only answers surer than this are learned from.
option-network = Network
option-width = Width of the network
    .tip = Channels of the network; 64 is the standard ResNet, 16 takes a sixteenth of the time.
option-side = Picture side in pixels
    .tip = Images are looked at in this size.
option-init = Heads begin
    .tip = As k-means on the learned features, or at random as in the paper.
option-init-kmeans = as k-means
option-init-random = at random

# What features can come from, and networks that are known by name.
source-own-builtin = Built-in network
    .tip = EfficientNet-Lite2, trained with the labels of ImageNet, comes with the program. Right for photos of things and places. Seconds, no download.
source-own-auto = What fits this folder
    .tip = Compares what costs little (the networks in the program, pixels, colours, networks that were downloaded) on these pictures, without labels, and takes what fits them best.
source-own-small = Built-in small network
    .tip = A ResNet-18 of width 32 that sees 64 px: quick, and knows less. The built-in network of earlier versions.
source-own-pixels = Pixels
    .tip = The picture itself at 16 x 16. For scans that all lie in the same way, and to compare with.
source-own-colours = Colours
    .tip = How much there is of each colour, wherever it is. For fabrics, paints and the like, and to compare with.
source-own-learn = Learn from this folder
    .tip = Trains a network on these images alone (SimCLR); needs no download, takes minutes to hours.
source-known-dinov2 = Learned without labels from 142 million images. The best choice for photos of things.
source-known-registers = As DINOv2, with registers, which keep backgrounds out of its features.
source-known-clip = Learned from images and their captions. Sees what pictures are about; knows drawings and signs.
source-known-siglip = Learned from images and their captions, a later recipe than CLIP’s.
source-known-resnet = Trained with the labels of ImageNet. Small and quick.
source-known-moco = ResNet-50, learned from ImageNet without its labels (moco_v2_800ep_pretrain.pth.tar).
source-known-simclr = ResNet-18 or 50, learned from CIFAR-10 or STL-10 without labels (checkpoint_0100.pth.tar).
source-known-scan = ResNet-18 of CIFAR-10, CIFAR-20 or STL-10 with its heads (scan_*.pth.tar, selflabel_*.pth.tar).
