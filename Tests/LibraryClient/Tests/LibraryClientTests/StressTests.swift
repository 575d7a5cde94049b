import Foundation
import Testing

@Suite("Many connections, in a process of their own", .serialized, .timeLimit(.minutes(5)))
struct StressTests {
  /// Runs `LibraryStress`, and gives the numbers of its line.
  private static func run(_ way: String, _ count: Int) throws -> [Int] {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    let output = Pipe()
    let process = Process()
    process.executableURL = program.resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("LibraryStress")
    process.arguments = [way, String(count)]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(way): \(text)")
    return text.split { !$0.isNumber }.compactMap { Int($0) }
  }

  @Test(
    "no way to leave a connection leaves a descriptor",
    arguments: [("drop", 10_000), ("break", 500), ("throw", 500), ("cancel", 1000), ("refuse", 100)])
  func descriptors(way: String, count: Int) throws {
    let numbers = try Self.run(way, count)
    try #require(numbers.count == 2)
    #expect(numbers[0] == 0)
  }

  @Test("a server that holds all the connections it may accepts no more until they are taken, and then all")
  func waiting() throws {
    let numbers = try Self.run("wait", 400)
    try #require(numbers.count == 2)
    #expect(numbers[0] == 0)
  }

  @Test(
    "a slow consumer's memory is flat: 64 messages of a mebibyte for each of 64 connections take less than 512 MiB"
  )
  func memory() throws {
    let numbers = try Self.run("slow", 64)
    try #require(numbers.count == 2)
    #expect(numbers[1] < 512 * 1024, "\(numbers[1]) KiB")
  }
}
