/// Times the inner loops of `WebSocketWire` beside the least that the same work can cost.
///
/// Every figure is a median with the least and the greatest of some rounds, in each of which all take their turn.
@main
enum MicroBenchmarks {
  private static let rounds = 3
  private static let seconds = 0.5

  static func main() {
    let sizes = [("1 KiB", 1 << 10), ("16 KiB", 16 << 10), ("1 MiB", 1 << 20), ("64 MiB", 64 << 20)]
    print("| work | wscope | others, and how many times as fast wscope is |\n|---|---|---|")
    for (title, count) in sizes { report(Masking.contest(title, bytes: count)) }
    report(Framing.decoding())
    report(Framing.encoding())
    report(Validation.contest("ASCII", of: "a"))
    report(Validation.contest("CJK", of: "\u{6F22}"))
    report(Compressing.deflating())
    report(Compressing.inflating())
  }

  private static func report(_ contest: Contest?) {
    guard let contest else { return print("there is no memory for zlib") }
    print(contest.line(rounds: rounds, seconds: seconds))
  }
}
