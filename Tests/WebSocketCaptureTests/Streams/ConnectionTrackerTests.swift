import Testing
import WireTestSupport

@testable import WebSocketCapture

@Suite("TCP streams come out in order, and what is missing is said")
struct ConnectionTrackerTests {
  /// The connections of packets that are captured a millisecond apart.
  private static func track(
    _ packets: [[UInt8]], captured limit: Int = .max
  ) -> (logs: [StreamLog], counts: CaptureCounts) {
    var logs: [StreamLog] = []
    let tracker = ConnectionTracker { _ in
      logs.append(StreamLog())
      return logs[logs.count - 1]
    }
    for (index, packet) in packets.enumerated() {
      let facts = Packet(
        number: UInt64(index + 1), link: .raw, time: Int64(index) * 1_000_000, length: packet.count)
      let bytes = Array(packet.prefix(limit))
      tracker.receive(facts, bytes: bytes.span.bytes)
    }
    tracker.finish()
    return (logs, tracker.counts)
  }

  /// Both ends say a lot, and parts of it are sent again.
  private static func talk(using generator: inout SeededGenerator, opens: Bool = true) -> Talk {
    var talk = Talk(
      client: generator.pick([0, 1000, .max - 500, .max - 5, 1 << 31]) ?? 0,
      server: generator.pick([0, .max - 3000, 77]) ?? 0, opens: opens)
    var number: UInt8 = 0
    for _ in 0..<Int.random(in: 20...60, using: &generator) {
      let fromClient = Bool.random(using: &generator)
      let bytes = (0..<Int.random(in: 1...400, using: &generator)).map { _ in
        number &+= 1
        return number
      }
      talk.send(bytes, fromClient: fromClient, size: Int.random(in: 1...150, using: &generator))
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: talk.acknowledge(fromClient: !fromClient)
      case 1:
        talk.repeatPart(
          fromClient: fromClient, back: Int.random(in: 0...50, using: &generator),
          count: Int.random(in: 1...300, using: &generator))
      default: break
      }
    }
    return talk
  }

  @Test("segments twice, overlapping, displaced and with wrapped numbers are the streams again")
  func order() throws {
    for _ in 0..<200 {
      try withSeed { generator in
        var talk = Self.talk(using: &generator)
        let (isReset, isFinished) = (Bool.random(using: &generator), Bool.random(using: &generator))
        let body = Array(talk.packets.dropFirst(3))
        var packets = talk.packets.prefix(3) + generator.displaced(body, by: 12)
        let sent = talk.packets.count
        if isReset {
          talk.reset(fromClient: false)
        } else if isFinished {
          talk.finish(fromClient: true)
          talk.finish(fromClient: false)
          talk.acknowledge(fromClient: true)
        }
        packets += talk.packets[sent...]
        let (logs, counts) = Self.track(Array(packets))
        try InvariantBroken.unless(logs.count == 1 && counts.connections == 1, "\(logs.count) connections")
        let log = logs[0]
        for (side, fromClient) in [(StreamSide.first, true), (.second, false)] {
          let wanted = talk.sent[fromClient].map { [StreamLog.Part.bytes($0)] }
          try InvariantBroken.unless(
            log.parts[side] == wanted, "\(side): \(log.parts[side]?.map(\.summary) ?? [])")
        }
        let end: StreamEnd = isReset ? .reset(by: .second) : isFinished ? .finished : .captureEnded
        try InvariantBroken.unless(log.opener == .first && log.end == end, "\(String(describing: log.end))")
        try InvariantBroken.unless(
          Set(log.finished) == (isFinished && !isReset ? [.first, .second] : []), "\(log.finished)")
      }
    }
  }

  @Test("of packets that are lost the gaps have the right sizes, and nothing else is missing")
  func loss() throws {
    for _ in 0..<200 {
      try withSeed { generator in
        var talk = Talk(client: .max - 2000, server: 4_000_000_000)
        var kept: [[UInt8]] = talk.packets
        var wanted: [Bool: [StreamLog.Part]] = [:]
        for number in 0..<60 {
          let fromClient = Bool.random(using: &generator)
          let bytes = [UInt8](repeating: UInt8(number), count: Int.random(in: 2...300, using: &generator))
          let before = talk.packets.count
          talk.send(bytes, fromClient: fromClient)
          let isLost = Int.random(in: 0..<4, using: &generator) == 0
          Self.add(isLost ? .gap(UInt64(bytes.count)) : .bytes(bytes), to: &wanted[fromClient, default: []])
          if !isLost { kept += talk.packets[before...] }
          let acknowledged = talk.packets.count
          talk.acknowledge(fromClient: !fromClient)
          kept += talk.packets[acknowledged...]
        }
        let (logs, _) = Self.track(kept)
        try InvariantBroken.unless(logs.count == 1, "\(logs.count) connections")
        for (side, fromClient) in [(StreamSide.first, true), (.second, false)] {
          try InvariantBroken.unless(
            logs[0].parts[side] == wanted[fromClient],
            "\(side): \((logs[0].parts[side] ?? []).map(\.summary)), wanted \((wanted[fromClient] ?? []).map(\.summary))"
          )
        }
      }
    }
  }

  private static func add(_ part: StreamLog.Part, to parts: inout [StreamLog.Part]) {
    switch (parts.last, part) {
    case (.bytes(let before), .bytes(let more)): parts[parts.count - 1] = .bytes(before + more)
    case (.gap(let before), .gap(let more)): parts[parts.count - 1] = .gap(before + more)
    default: parts.append(part)
    }
  }

  @Test("of segments that were cut when they were captured the rest is a gap, right after what is there")
  func cutPackets() throws {
    var talk = Talk()
    talk.send([UInt8](repeating: 1, count: 100), fromClient: true)
    talk.send([UInt8](repeating: 2, count: 50), fromClient: true)
    talk.send([UInt8](repeating: 3, count: 60), fromClient: true)
    var packets = talk.packets
    packets.swapAt(3, 4)
    let (logs, counts) = Self.track(packets, captured: 100)
    #expect(counts.cutPackets == 1)
    #expect(
      logs.first?.parts[.first] == [
        .bytes([UInt8](repeating: 1, count: 60)), .gap(40),
        .bytes([UInt8](repeating: 2, count: 50) + [UInt8](repeating: 3, count: 60)),
      ])
  }

  @Test("a capture that begins inside a connection begins with the first byte that it has")
  func late() throws {
    for _ in 0..<50 {
      try withSeed { generator in
        let talk = Self.talk(using: &generator, opens: false)
        let (logs, _) = Self.track(generator.displaced(talk.packets, by: 2))
        try InvariantBroken.unless(logs.count == 1 && logs[0].opener == nil, "\(logs.count) connections")
        for fromClient in [true, false] {
          let found = StreamSide.allCases.compactMap { logs[0].parts[$0] }
          let wanted = [StreamLog.Part.bytes(talk.sent[fromClient] ?? [])]
          try InvariantBroken.unless(
            found.contains(wanted), "\(found.map { $0.map(\.summary) }), wanted \(wanted.map(\.summary))")
        }
      }
    }
  }

  @Test("another connection between the same ends is another one")
  func reuse() {
    var first = Talk(client: 10, server: 20)
    first.send([1, 2], fromClient: true)
    first.finish(fromClient: true)
    first.finish(fromClient: false)
    var second = Talk(client: 5000, server: 6000)
    second.send([3], fromClient: true)
    var third = Talk(client: 70, server: 90)
    third.send([4], fromClient: false)
    let (logs, counts) = Self.track(first.packets + second.packets + third.packets)
    #expect(counts.connections == 3)
    #expect(logs.map(\.end) == [.finished, .captureEnded, .captureEnded])
    #expect(logs.map { $0.parts[.first] } == [[.bytes([1, 2])], [.bytes([3])], nil])
    #expect(logs.last?.parts[.second] == [.bytes([4])])
  }

  @Test("connections that are mixed are apart")
  func many() throws {
    try withSeed { generator in
      var talks = (0..<50).map { Talk(ports: (UInt16(30000 + $0), 80)) }
      var packets = talks.flatMap(\.packets)
      for round in 0..<20 {
        for index in talks.indices.shuffled(using: &generator) {
          let before = talks[index].packets.count
          talks[index].send([UInt8(index), UInt8(round)], fromClient: round % 2 == 0)
          packets += talks[index].packets[before...]
        }
      }
      let (logs, counts) = Self.track(packets)
      try InvariantBroken.unless(counts.connections == 50, "\(counts)")
      for (index, log) in logs.enumerated() {
        let wanted = [true, false].map { talks[index].sent[$0].map { [StreamLog.Part.bytes($0)] } }
        try InvariantBroken.unless([log.parts[.first], log.parts[.second]] == wanted, "connection \(index)")
      }
    }
  }

  @Test("what waits for bytes that never come is bounded")
  func bounds() {
    var talk = Talk()
    let before = talk.packets.count
    talk.send([0], fromClient: true)
    talk.send([UInt8](repeating: 1, count: 3 << 20), fromClient: true, size: 60000)
    var packets = talk.packets
    packets.remove(at: before)
    let (logs, _) = Self.track(packets)
    #expect(logs.first?.parts[.first] == [.gap(1), .bytes([UInt8](repeating: 1, count: 3 << 20))])
    // Every second byte is missing.
    var small = Talk()
    let start = small.packets.count
    small.send([UInt8](repeating: 1, count: 8000), fromClient: true, size: 1)
    let half =
      small.packets.prefix(start)
      + small.packets[start...].enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    let parts = Self.track(Array(half)).logs.first?.parts[.first] ?? []
    #expect(parts.count == 8000 && parts.filter { $0 == .gap(1) }.count == 4000)
  }
}
