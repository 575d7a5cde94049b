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
  private let input: InputReader
  private var source: MessageSource
  private var isPumping = false
  private var isDue = false
  private var awaitsBlock = false
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
    input = InputReader(0, loop: loop.nonisolated())
    source = MessageSource(
      prepared: [], splitter: InputSplitter(framing: .line, kind: .text, limit: limit))
  }

  /// Pumps after whatever the loop is at.
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
    guard !hasEnded, !isPumping, !awaitsBlock else { return }
    isPumping = true
    defer { isPumping = false }
    do {
      for _ in 0..<Self.turns {
        let clients = run.clients
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
  private func read() throws(Failure) -> Bool {
    if input.isFile {
      var error: ReadError?
      source.append { error = input.readFile(into: &$0) }
      if let error { try take(.failure(error)) }
      return true
    }
    let block = input.read { [self] result in
      awaitsBlock = false
      do {
        try take(result)
        pump()
      } catch {
        end(error)
      }
    }
    awaitsBlock = block == nil
    guard let block else { return false }
    try take(block)
    return true
  }

  private func take(_ result: Result<ByteBuffer, ReadError>) throws(Failure) {
    switch result {
    case .success(let block):
      source.append { input in block.withUnsafeReadableBytes { input.append(contentsOf: $0) } }
    case .failure(let error): throw Failure(noInput: "standard input", error.number)
    }
  }

  /// The clients stay, so there is no status to say it with.
  private func end(_ error: any Error) {
    hasEnded = true
    reportRest()
    run.say("\(Failure(error).sentence); the rest of standard input is not read\n")
  }
}
