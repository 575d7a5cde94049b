/// The file that a recorder writes.
package protocol RecordingTarget: AnyObject {
  /// Takes the next bytes.
  func append(_ bytes: RawSpan)
  /// What is appended next takes the place of this many bytes at the end.
  func back(over count: Int)
  /// What is appended next goes to another file.
  func next()
}
