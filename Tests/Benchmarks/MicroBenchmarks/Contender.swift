/// One way to do the work of a contest.
struct Contender {
  let name: String
  let work: () -> Void

  init(_ name: String, _ work: @escaping () -> Void) { (self.name, self.work) = (name, work) }

  /// Seconds that this many repetitions take.
  func seconds(_ repetitions: Int) -> Double {
    let begin = ContinuousClock.now
    for _ in 0..<repetitions { work() }
    return (ContinuousClock.now - begin) / .seconds(1)
  }

  /// How many repetitions last at least this many seconds.
  func repetitions(lasting wanted: Double) -> Int {
    var count = 1
    while true {
      let taken = seconds(count)
      if taken > wanted / 4 { return max(1, Int(Double(count) * wanted / taken) + 1) }
      count *= 4
    }
  }
}
