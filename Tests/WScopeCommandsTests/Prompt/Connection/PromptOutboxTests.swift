import Testing

@testable import WScopeCommands

@Suite("What was sent at a prompt and has not left")
struct PromptOutboxTests {
  @Test func oneMessageMayBeLongerThanTheLimit() throws {
    var outbox = PromptOutbox(limit: 100, memory: nil)
    try outbox.take(200, for: 1)
    let failure = #expect(throws: Failure.self) { try outbox.take(0, for: 1) }
    #expect(failure?.sentence == "the peer has not read 200 bytes that were sent before; nothing was sent")
    #expect(outbox.waiting == 200)
    outbox.clear()
    try outbox.take(60, for: 1)
    try outbox.take(40, for: 1)
    #expect(throws: Failure.self) { try outbox.take(1, for: 1) }
    #expect(throws: Failure.self) { try outbox.take(.max, for: 1) }
    #expect(outbox.waiting == 100)
  }

  @Test func connectionsShareWhatAllMayHold() throws {
    let memory = HeldMemory(limit: 100)
    var first = PromptOutbox(limit: 100, memory: memory)
    var second = PromptOutbox(limit: 100, memory: memory)
    try first.take(70, for: 1)
    let failure = #expect(throws: Failure.self) { try second.take(31, for: 2) }
    #expect(
      failure?.sentence == "the clients hold too much already that they have not read; nothing was sent to 2")
    #expect(second.waiting == 0)
    first.clear()
    try second.take(100, for: 2)
    #expect(!memory.take(1))
    second.clear()
    #expect(memory.take(100))
  }

  @Test func whatWasNotSentIsGivenBackOnce() throws {
    let memory = HeldMemory(limit: 100)
    var outbox = PromptOutbox(limit: 100, memory: memory)
    try outbox.take(60, for: 1)
    outbox.give(20)
    #expect(outbox.waiting == 40)
    outbox.clear()
    outbox.give(20)
    #expect(outbox.waiting == 0)
    #expect(memory.take(100) && !memory.take(1))
  }
}
