/// The version of this program.
enum ProgramVersion {
  static let number = "0.1.0"

  /// How it is called in a request.
  static let userAgent = "wscope/\(number)"
}
