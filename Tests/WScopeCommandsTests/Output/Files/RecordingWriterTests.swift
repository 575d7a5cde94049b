import Foundation
import NIOCore
import NIOPosix
import SystemCalls
import Testing

@testable import WScopeCommands

@Suite("The writer of a recording", .timeLimit(.minutes(1)))
struct RecordingWriterTests {
  /// What the writer says.
  private enum Call: Equatable {
    case room, idle, drained
    case loss(Int32, Int)
  }

  /// A writer on a real loop.
  private final class Rig: Sendable {
    private let calls: AsyncStream<Call>
    private let tell: AsyncStream<Call>.Continuation
    private let loop = MultiThreadedEventLoopGroup.singleton.next()
    private let writer: NIOLoopBoundBox<RecordingWriter?>

    /// With a `directLimit` of 0 a thread writes all.
    init(_ descriptor: Int32, directLimit: Int = 0) async throws {
      (calls, tell) = AsyncStream.makeStream(of: Call.self)
      writer = .makeEmptyBox(valueType: RecordingWriter.self, eventLoop: loop)
      try await loop.submit { [writer, tell, loop] in
        let made = RecordingWriter(descriptor, loop: loop, directLimit: directLimit)
        made.onRoom = { tell.yield(.room) }
        made.onIdle = { tell.yield(.idle) }
        made.onLoss = { tell.yield(.loss($0, $1)) }
        writer.value = made
      }.get()
    }

    /// Runs on the loop, and calls back when all is written.
    @discardableResult
    func run<Value: Sendable>(_ body: @escaping @Sendable (RecordingWriter) -> Value) async throws -> Value {
      try await loop.submit { [writer, tell] in
        guard let writer = writer.value else { throw ChannelError.ioOnClosedChannel }
        defer { writer.whenDrained { tell.yield(.drained) } }
        return body(writer)
      }.get()
    }

    func next() async -> Call? {
      var iterator = calls.makeAsyncIterator()
      return await iterator.next()
    }
  }

  private static func make(_ name: String) -> (path: String, descriptor: Int32) {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)").path
    return (path, open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600))
  }

  @Test("a thread, the loop, and both in turn write the same", arguments: [0, 100_000, .max])
  func order(directLimit: Int) async throws {
    let files = [Self.make("1"), Self.make("2")]
    defer { for file in files { unlink(file.path) } }
    let rig = try await Rig(files[0].descriptor, directLimit: directLimit)
    let blocks = (0..<60).map { number in [UInt8](repeating: UInt8(number), count: number * 997 % 30_000) }
    let leaves = try await rig.run { [second = files[1].descriptor] writer in
      var isEmpty = true
      for (number, one) in blocks.enumerated() {
        var block = one
        writer.append(&block)
        isEmpty = isEmpty && block.isEmpty
        // Half of a block is written over.
        if number % 7 == 2 { writer.back(over: one.count / 2) }
        if number == 40 { writer.move(to: second) }
      }
      return isEmpty
    }
    #expect(leaves)
    #expect(await rig.next() == .drained)
    var wanted: [[UInt8]] = [[], []]
    for (number, block) in blocks.enumerated() {
      wanted[number <= 40 ? 0 : 1] += number % 7 == 2 ? block.dropLast(block.count / 2) : block[...]
    }
    #expect([UInt8](try Data(contentsOf: URL(filePath: files[0].path))) == wanted[0])
    #expect([UInt8](try Data(contentsOf: URL(filePath: files[1].path))) == wanted[1])
  }

  @Test("is full while the file takes nothing, and says when there is room, and when all is written")
  func full() async throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let rig = try await Rig(ends[1])
    let count = try await rig.run { writer in
      var count = 0
      while !writer.isFull {
        var block = [UInt8](repeating: 1, count: 300_000)
        writer.append(&block)
        count += 300_000
      }
      writer.notePause()
      _ = writer.isIdleOrNoted()
      return count
    }
    #expect(count < 3 << 20)
    let reading = ends[0]
    let read = await Task.detached {
      var bytes = 0
      while bytes < count, case .success(let block) = Descriptor.readSome(reading, limit: count - bytes),
        !block.isEmpty
      {
        bytes += block.count
      }
      return bytes
    }.value
    close(reading)
    #expect(read == count)
    #expect(await rig.next() == .room)
    #expect(await rig.next() == .idle)
    #expect(await rig.next() == .drained)
    let (isIdle, isFull) = try await rig.run { ($0.isIdleOrNoted(), $0.isFull) }
    #expect(isIdle && !isFull)
  }

  @Test("a file that takes no more is a loss, once, with its number, and what comes later is dropped")
  func loss() async throws {
    let (first, second) = (Self.make("1"), open("/dev/full", O_WRONLY | O_CLOEXEC))
    defer { unlink(first.path) }
    try #require(second >= 0)
    let rig = try await Rig(first.descriptor)
    try await rig.run { writer in
      for number in 0..<10 {
        if number == 1 { writer.move(to: second) }
        var block = [UInt8](repeating: 1, count: 100)
        writer.append(&block)
      }
    }
    #expect(await rig.next() == .loss(ENOSPC, 2))
    #expect(await rig.next() == .drained)
    let isEmpty = try await rig.run { writer in
      var block: [UInt8] = [1]
      writer.append(&block)
      return block.isEmpty && !writer.isFull
    }
    #expect(isEmpty)
    #expect(await rig.next() == .drained)
    #expect(try Data(contentsOf: URL(filePath: first.path)).count == 100)
  }
}
