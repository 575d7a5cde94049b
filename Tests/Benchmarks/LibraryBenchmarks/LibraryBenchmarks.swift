/// Times the asynchronous API over loopback, both ends in this process, beside NIOWebSocket and beside the synchronous path.
///
/// Every figure is the median, with the least and the greatest, of some rounds, in each of which all take their turn. An argument
/// picks the work whose title begins with it, and a second one leaves the others out.
@main
enum LibraryBenchmarks {
  private static let rounds = 5

  static func main() async throws {
    print("| work | messages a second | others, and how many times as fast wscope is |\n|---|---|---|")
    for (title, size, count) in [("64 B", 64, 200_000), ("16 KiB", 16384, 20_000)] {
      try await compare(
        "echo of \(title), pipelined",
        ("wscope", { try await WscopeEcho.seconds(count, of: size) }),
        [
          ("NIOWebSocket in NIOAsyncChannel", { try await NIOAsyncEcho.seconds(count, of: size) }),
          ("NIOWebSocket in a handler", { try await NIOHandlerEcho.seconds(count, of: size) }),
        ], count)
    }
    let count = 200_000
    try await compare(
      "receiving 1 KiB", ("for await", { try await Receiving.asynchronous(count) }),
      [("a delegate", { try await Receiving.synchronous(count) })], count)
  }

  private typealias Contender = (name: String, seconds: @Sendable () async throws -> Double)

  private static func compare(_ title: String, _ ours: Contender, _ others: [Contender], _ count: Int)
    async throws
  {
    guard CommandLine.arguments.count < 2 || title.hasPrefix(CommandLine.arguments[1]) else { return }
    let all = CommandLine.arguments.count > 2 ? [ours] : [ours] + others
    var times = all.map { _ in [Double]() }
    for round in 0..<rounds {
      for turn in all.indices {
        let index = (turn + round) % all.count
        times[index].append(try await all[index].seconds())
      }
    }
    let rates = times.map { rate($0, count) }
    let words = all.indices.dropFirst().map { index in
      let ratios = zip(times[0], times[index]).map { $1 / $0 }.sorted()
      return "\(all[index].name) \(rates[index]): \(decimal(ratios[ratios.count / 2]))"
    }
    print("| \(title) | \(rates[0]) | \(words.joined(separator: "; ")) |")
  }

  private static func rate(_ times: [Double], _ count: Int) -> String {
    let rates = times.map { Int(Double(count) / $0) }.sorted()
    return "\(rates[rates.count / 2]) (\(rates[0])...\(rates[rates.count - 1]))"
  }

  private static func decimal(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
