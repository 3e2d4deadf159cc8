//! The nouns everyone speaks, parsed once at the edge.
