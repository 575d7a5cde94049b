/// Times as people type them.
enum Seconds {
  /// The longest time that is taken for one: about thirty years.
  private static let most: Double = 1e9

  /// A duration of 0 or more seconds; fractions are fine.
  static func duration(_ seconds: Double, _ option: String) throws(Failure) -> Duration {
    guard seconds >= 0, seconds <= most else {
      throw Failure(.usage, "\(option) is \(seconds), expected 0 to 1000000000 seconds")
    }
    return .seconds(seconds)
  }
}
