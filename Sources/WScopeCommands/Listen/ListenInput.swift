import NIOCore
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// The lines of a listener's standard input, each of which goes as a text to all clients that are connected then.
///
/// It is read while there is a client and every client takes what it is sent, so nothing is lost and nothing piles up. Its end is
/// not the listener's.
final class ListenInput {
  private unowned let run: ListenRun
  private let loop: NIOIsolatedEventLoop
  private let input: StandardInput
  private var source: MessageSource
  private var isPumping = false
  private var isDue = false
  private var hasEnded = false
  /// How many lines were left out.
  private var refusedLines = 0

  /// How many runs of lines are sent before the loop may do something else.
  private static let turns = 4
  /// The most lines of a run.
  private static let longestRun = 64
  /// How many lines that are left out are named each; of the others the number is reported at the end.
  private static let namedLines = 10

  /// `limit` is the most bytes of a line.
  init(_ run: ListenRun, limit: Int, loop: NIOIsolatedEventLoop) {
    self.run = run
    self.loop = loop
    input = StandardInput(loop: loop.nonisolated())
    source = MessageSource(
      prepared: [], splitter: InputSplitter(framing: .line, kind: .text, limit: limit))
  }

  /// Pumps when the loop has done its present work.
  func pumpSoon() {
    guard !isDue, !hasEnded else { return }
    isDue = true
    loop.execute { [self] in
      isDue = false
      pump()
    }
  }

  /// Sends as much as there is room for.
  func pump() {
    guard !hasEnded, !isPumping, !input.isReading else { return }
    isPumping = true
    defer { isPumping = false }
    do {
      for _ in 0..<Self.turns {
        let clients = run.clients.open
        guard !clients.isEmpty, run.waitForRoom(), clients.allSatisfy({ $0.session.isWritable }) else {
          return
        }
        switch try source.next(Self.longestRun) {
        case .run(let lines): send(lines, to: clients)
        case .message, .command, .rest: break
        case .wait: if try !read() { return }
        case .end:
          hasEnded = true
          reportRest()
          return
        }
      }
      pumpSoon()
    } catch {
      end(error)
    }
  }

  /// A line that cannot be a text is left out, and the others are not.
  private func send(_ lines: InputBatch, to clients: [ListenClient]) {
    for index in lines.pieces.indices {
      let line = lines.message(index)
      guard case .bytes(let bytes) = line.content, UTF8Validator.fault(in: bytes.span.bytes) == nil else {
        refuse(line)
        continue
      }
      for client in clients { client.send(.text, bytes) }
    }
    for client in clients { client.session.flush() }
    run.flush()
  }

  private func refuse(_ line: OutgoingMessage) {
    refusedLines += 1
    guard refusedLines <= Self.namedLines else { return }
    let rest = refusedLines == Self.namedLines ? " (further lines of this kind are counted)" : ""
    run.say("\(line.origin): it is not UTF-8, as a text must be, and was not sent\(rest)\n")
  }

  private func reportRest() {
    guard refusedLines > Self.namedLines else { return }
    run.say(
      "standard input: \(Formatting.count(refusedLines, "line")) in all were not UTF-8 and were not sent\n")
  }

  /// Whether there is more to cut into lines now.
  private func read() throws -> Bool {
    try input.read(into: &source) { [self] block in
      do {
        try source.append(block)
        pump()
      } catch {
        end(error)
      }
    }
  }

  /// The clients stay, so there is no status to say it with.
  private func end(_ error: any Error) {
    hasEnded = true
    reportRest()
    let failure =
      (error as? ReadError).map { Failure(noInput: "standard input", $0.number) } ?? Failure(error)
    run.say("\(failure.sentence); the rest of standard input is not read\n")
  }
}
