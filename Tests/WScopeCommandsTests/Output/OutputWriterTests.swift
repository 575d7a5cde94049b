import NIOCore
import NIOPosix
import SystemCalls
import Testing

@testable import WScopeCommands

@Suite("The writer to a pipe", .timeLimit(.minutes(1)))
struct OutputWriterTests {
  /// What the writer says.
  private enum Call: Equatable {
    case room
    case loss(Int32)
    case drained
  }

  /// A writer on a real loop, and the pipe that it writes to.
  private final class Rig: Sendable {
    let reading: Int32
    let writing: Int32
    let calls: AsyncStream<Call>
    private let tell: AsyncStream<Call>.Continuation
    private let loop = MultiThreadedEventLoopGroup.singleton.next()
    private let writer: NIOLoopBoundBox<OutputWriter?>

    init() async throws {
      signal(SIGPIPE, SIG_IGN)
      var ends: [Int32] = [-1, -1]
      try #require(pipe(&ends) == 0)
      // A program that another test starts meanwhile would hold the reading end open.
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (reading, writing) = (ends[0], ends[1])
      (calls, tell) = AsyncStream.makeStream(of: Call.self)
      writer = .makeEmptyBox(valueType: OutputWriter.self, eventLoop: loop)
      let (writer, tell, loop, descriptor) = (writer, tell, loop, ends[1])
      try await loop.submit {
        let made = OutputWriter(descriptor, loop: loop)
        made.onRoom = { tell.yield(.room) }
        made.onLoss = { tell.yield(.loss($0)) }
        writer.value = made
      }.get()
    }

    deinit {
      close(reading)
      close(writing)
    }

    /// Runs on the loop, with the writer and what `whenDrained` is to call.
    @discardableResult
    func run<Value: Sendable>(
      _ body: @escaping @Sendable (_ writer: OutputWriter, _ drained: @escaping () -> Void) -> Value
    ) async throws -> Value {
      let (writer, tell) = (writer, tell)
      return try await loop.submit {
        guard let writer = writer.value else { throw ChannelError.ioOnClosedChannel }
        return body(writer) { tell.yield(.drained) }
      }.get()
    }

    func next() async -> Call? {
      var iterator = calls.makeAsyncIterator()
      return await iterator.next()
    }

    /// Exactly this many bytes, read on a thread of their own.
    func read(_ count: Int) async -> [UInt8] {
      let descriptor = reading
      return await Task.detached {
        var bytes: [UInt8] = []
        while bytes.count < count,
          case .success(let block) = Descriptor.readSome(descriptor, limit: count - bytes.count),
          !block.isEmpty
        {
          bytes += block
        }
        return bytes
      }.value
    }
  }

  /// More than a pipe and the queue hold together.
  private static let flood = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 / 251) }

  @Test("writes what fits at once", arguments: [1, 8191, 8192, 60_000])
  func small(count: Int) async throws {
    let rig = try await Rig()
    let bytes = Array(Self.flood[..<count])
    let isFull = try await rig.run { writer, drained in
      writer.append(bytes)
      writer.flush()
      writer.whenDrained(drained)
      return writer.isFull
    }
    #expect(!isFull)
    #expect(await rig.next() == .drained)
    #expect(await rig.read(count) == bytes)
  }

  @Test("keeps the order of what is queued and what is written from where it is")
  func order() async throws {
    let rig = try await Rig()
    let long = Array(Self.flood[..<20_000])
    try await rig.run { writer, _ in
      writer.append("first ")
      writer.append(long)
      writer.append(" last")
      writer.flush()
    }
    #expect(await rig.read(20_011) == Array("first ".utf8) + long + Array(" last".utf8))
  }

  @Test("is full while no one reads, and says when there is room again")
  func full() async throws {
    let rig = try await Rig()
    let isFull = try await rig.run { writer, drained in
      writer.append(Self.flood)
      let isFull = writer.isFull
      writer.notePause()
      writer.flush()
      writer.whenDrained(drained)
      return isFull
    }
    #expect(isFull)
    #expect(await rig.read(Self.flood.count) == Self.flood)
    #expect(await rig.next() == .room)
    #expect(await rig.next() == .drained)
    #expect(try await rig.run { writer, _ in !writer.isFull && !writer.isLost })
  }

  @Test("a reader that has gone is a loss, once, and what comes later is dropped")
  func brokenPipe() async throws {
    let rig = try await Rig()
    let other = dup(rig.writing)
    defer { close(other) }
    try #require(dup2(other, rig.reading) == rig.reading)
    let facts = try await rig.run { writer, drained in
      writer.append("gone")
      writer.flush()
      writer.append("dropped")
      writer.flush()
      writer.whenDrained(drained)
      return (writer.isLost, writer.lossCode)
    }
    #expect(facts.0 && facts.1 == EPIPE)
    #expect(await rig.next() == .loss(EPIPE))
    #expect(await rig.next() == .drained)
  }

  @Test("a reader that goes while the writer waits for it is a loss too")
  func goneWhileFull() async throws {
    let rig = try await Rig()
    try await rig.run { writer, drained in
      writer.append(Self.flood)
      writer.notePause()
      writer.flush()
      writer.whenDrained(drained)
    }
    let other = dup(rig.writing)
    defer { close(other) }
    try #require(dup2(other, rig.reading) == rig.reading)
    #expect(await rig.next() == .loss(EPIPE))
    #expect(await rig.next() == .room)
    #expect(await rig.next() == .drained)
  }

  @Test("what is given up leaves room and ends the wait")
  func abandoned() async throws {
    let rig = try await Rig()
    let facts = try await rig.run { writer, drained in
      writer.append(Self.flood)
      writer.flush()
      writer.notePause()
      writer.whenDrained(drained)
      writer.abandon()
      return (writer.isLost, writer.isFull, writer.lossCode)
    }
    #expect(facts.0 && !facts.1 && facts.2 == nil)
    #expect(await rig.next() == .room)
    #expect(await rig.next() == .drained)
  }

  @Test("a wait with a limit ends once")
  func limited() async throws {
    let rig = try await Rig()
    try await rig.run { writer, drained in
      writer.append(Self.flood)
      writer.notePause()
      writer.flush()
      writer.whenDrained(within: .milliseconds(1), drained)
    }
    #expect(await rig.next() == .drained)
    #expect(await rig.read(Self.flood.count) == Self.flood)
    #expect(await rig.next() == .room)
    try await rig.run { writer, drained in writer.whenDrained(drained) }
    #expect(await rig.next() == .drained)
  }
}
