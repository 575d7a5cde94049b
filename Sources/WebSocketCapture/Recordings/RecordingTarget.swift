/// The file that a recorder writes.
package protocol RecordingTarget: AnyObject {
  /// Takes the next bytes.
  func append(_ bytes: RawSpan)
  /// What is appended next takes the place of the last bytes, so many of them.
  func back(over count: Int)
  /// What is appended next goes to another file.
  func next()
}
