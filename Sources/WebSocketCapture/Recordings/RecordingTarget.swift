/// The file that a recorder writes.
package protocol RecordingTarget: AnyObject {
  /// Appends all bytes of the block, which has none afterwards; its memory may be another's then.
  func append(_ block: inout [UInt8])
  /// What is appended next takes the place of the last bytes, so many of them.
  func back(over count: Int)
  /// What is appended next goes to another file.
  func next()
}
