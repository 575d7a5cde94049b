import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite struct FrameRingTests {
  private func frame(_ number: UInt64, payload: Int = 0) -> FrameRecord {
    FrameRecord(
      header: FrameHeader(opcode: .binary, payloadLength: UInt64(payload)), sender: .server, number: number,
      offset: 0, payload: Array(repeating: 0, count: payload))
  }

  @Test func countsFromTheEnd() throws {
    var ring = FrameRing()
    for number in 1...3 { ring.append(frame(UInt64(number)), connection: number) }
    #expect(try ring.last(1).frame.number == 3)
    #expect(try ring.last(3).frame.number == 1)
    #expect(try ring.last(3).connection == 1)
    #expect(ring.all.map(\.frame.number) == [1, 2, 3])
  }

  @Test func keepsSoManyFramesAndNoMore() throws {
    let capacity = FrameRing.capacity
    var ring = FrameRing()
    for number in 1...capacity + 1 { ring.append(frame(UInt64(number)), connection: 1) }
    #expect(ring.count == capacity)
    #expect(ring.left == 1)
    #expect(try ring.last(capacity).frame.number == 2)
    #expect { try ring.last(capacity + 1) } throws: {
      "\($0)".contains("left the record, which goes back to /last \(capacity)")
    }
    #expect { try ring.last(capacity + 2) } throws: {
      "\($0)".contains("\(capacity + 1) frames passed so far")
    }
  }

  @Test func keepsSixteenMebibytes() throws {
    var ring = FrameRing()
    for number in 1...17 { ring.append(frame(UInt64(number), payload: 1 << 20), connection: 1) }
    #expect(ring.count == 16)
    #expect(try ring.last(16).frame.number == 2)
  }

  @Test func keepsTheLatestFrameWhateverItsSize() throws {
    var ring = FrameRing()
    ring.append(frame(1), connection: 1)
    ring.append(frame(2, payload: FrameRing.byteLimit + 1), connection: 1)
    #expect(ring.count == 1)
    ring.append(frame(3), connection: 1)
    #expect(ring.all.map(\.frame.number) == [3])
    #expect(ring.left == 2)
  }

  @Test func saysThatNothingHasPassed() {
    #expect { try FrameRing().last(1) } throws: { "\($0)" == "no frame has passed yet" }
  }
}
