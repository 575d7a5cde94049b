/// The same work done by our code and by others, in turn.
struct Contest {
  /// What a figure says.
  enum Unit {
    /// Of this many bytes in one repetition, 10^9 in a second.
    case gigabytes(Int)
    /// Of this many frames in one repetition, nanoseconds for each.
    case nanoseconds(Int)
  }

  let title: String
  let unit: Unit
  /// Ours comes first.
  let contenders: [Contender]

  /// A line of the table: our figure, and for each other its figure and how many times as fast ours is.
  func line(rounds: Int, seconds: Double) -> String {
    let repetitions = contenders.map { $0.repetitions(lasting: seconds) }
    var times = contenders.map { _ in [Double]() }
    for round in 0..<rounds {
      for turn in contenders.indices {
        let index = (turn + round) % contenders.count
        times[index].append(contenders[index].seconds(repetitions[index]) / Double(repetitions[index]))
      }
    }
    let others = contenders.indices.dropFirst().map { index in
      let ratios = zip(times[0], times[index]).map { $1 / $0 }
      return "\(contenders[index].name) \(figure(times[index])): \(spread(ratios))"
    }
    return "| \(title) | \(figure(times[0])) | \(others.joined(separator: "; ")) |"
  }

  private func figure(_ times: [Double]) -> String {
    switch unit {
    case .gigabytes(let count): "\(spread(times.map { Double(count) / $0 / 1e9 })) GB/s"
    case .nanoseconds(let count): "\(spread(times.map { $0 * 1e9 / Double(count) })) ns"
    }
  }

  private func spread(_ figures: [Double]) -> String { Spread(figures)?.description ?? "-" }
}
