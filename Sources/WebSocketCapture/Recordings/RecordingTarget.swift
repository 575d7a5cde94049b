/// The file that a recorder writes.
package protocol RecordingTarget: AnyObject {
  /// Appends all bytes of the block, which has none afterwards; its memory may be another's then.
  func append(_ block: inout [UInt8])
  /// What is appended next takes the place of this many bytes at the end.
  func back(over count: Int)
  /// What is appended next goes to another file.
  func next()
}
