import Testing

@testable import WScopeCommands

@Suite("What the clients of a listener hold")
struct HeldMemoryTests {
  @Test func givesOutNoMoreThanThereIs() {
    let memory = HeldMemory(limit: 100)
    #expect(memory.take(60))
    #expect(!memory.take(41))
    #expect(memory.take(40))
    memory.give(60)
    #expect(memory.take(60))
    #expect(!memory.take(.max))
  }

  @Test func leavesHalfForMessages() {
    let memory = HeldMemory(limit: 100)
    #expect(memory.takeContexts(50))
    #expect(!memory.takeContexts(1))
    #expect(memory.take(50))
    #expect(!memory.take(1))
    memory.giveContexts(50)
    #expect(memory.take(50))
    #expect(!memory.takeContexts(1), "messages hold all of it")
  }

  @Test func knowsWhenMuchWasGivenBack() {
    let memory = HeldMemory(limit: 256 << 20)
    var falls = 0
    memory.onFall = { falls += 1 }
    #expect(memory.take(31 << 20))
    memory.give(31 << 20)
    #expect(falls == 0, "that is not much")
    #expect(memory.take(64 << 20))
    memory.give(40 << 20)
    memory.give(24 << 20)
    #expect(falls == 1)
    #expect(memory.hasFallen())
    #expect(memory.take(64 << 20))
    memory.give(64 << 20)
    #expect(falls == 2)
    #expect(memory.take(64 << 20))
    #expect(!memory.hasFallen(), "all of it is in use again")
  }
}
