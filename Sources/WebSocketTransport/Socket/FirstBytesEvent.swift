/// The user event of a pipeline whose peer has sent its first bytes, of which TLS may let nothing through.
struct FirstBytesEvent {}
