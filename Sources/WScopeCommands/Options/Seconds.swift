import ArgumentParser

/// A time as people type it: 0 or more seconds, fractions are fine.
struct Seconds: ExpressibleByArgument, CustomStringConvertible {
  /// The longest time that is taken for one, in seconds: about thirty years.
  private static let most: Double = 1e9

  let duration: Duration
  let description: String

  init?(argument: String) {
    guard let seconds = Double(argument), seconds >= 0, seconds <= Self.most else { return nil }
    duration = .seconds(seconds)
    description = argument
  }

  init(_ seconds: Int) {
    duration = .seconds(seconds)
    description = "\(seconds)"
  }
}
