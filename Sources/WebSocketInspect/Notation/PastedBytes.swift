/// What the bytes are that someone has pasted or kept in a file.
package enum PastedBytes {
  /// Frames, and the heads of HTTP in front of them, each with its empty line.
  case frames([UInt8], heads: [UInt8])
  /// A capture of a network, whole.
  case capture([UInt8])
}
