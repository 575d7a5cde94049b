/// The median of some figures, with the least and the greatest.
struct Spread: CustomStringConvertible {
  let least: Double
  let median: Double
  let greatest: Double

  /// nil for no figures.
  init?(_ figures: [Double]) {
    let sorted = figures.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    (least, median, greatest) = (first, sorted[sorted.count / 2], last)
  }

  var description: String { "\(Self.rounded(median)) (\(Self.rounded(least))-\(Self.rounded(greatest)))" }

  private static func rounded(_ figure: Double) -> Double {
    let places = figure < 1 ? 1000.0 : 100
    return (figure * places).rounded() / places
  }
}
