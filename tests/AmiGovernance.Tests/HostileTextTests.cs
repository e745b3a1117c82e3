using System.CommandLine;
using AmiGovernance.Cli;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.Tests;

/// <summary>Text of strangers in every field of every input, through every command in every format.</summary>
public sealed class HostileTextTests
{
    private static readonly int Samples = TestScale.Samples(1);

    public static TheoryData<string> Cases => [.. GoldenCase.Names(inSandbox: false)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_of_it_comes_alive(string name)
    {
        for (var seed = 0; seed < Samples; seed++)
        {
            var one = HostileSeed.Of(name, seed);
            Assert.Empty(HostilePlay.Problems(name, new HostileInput(one, everywhere: true)));
            Assert.Empty(HostilePlay.Problems(name, new HostileInput(one, everywhere: false)));
        }
    }

    /// <summary>Those that start servers or need others' have tests of their own, and none of them prints what it was given in a format.</summary>
    private static readonly string[] WithoutCase = [];

    [Fact]
    public void Every_command_in_every_format_has_a_case()
    {
        var played = GoldenCase
            .Names(inSandbox: false)
            .Concat(GoldenCase.Names(inSandbox: true))
            .SelectMany(name => new GoldenCase(name).CommandLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        var missing = Leaves(AmigovProgram.Create(CommandTree.Context()), [])
            .SelectMany(leaf => Formats(leaf.Command).Select(format => (leaf.Words, Format: format)))
            .Where(wanted => !played.Exists(line => Is(line, wanted.Words, wanted.Format)))
            .Select(wanted => $"{string.Join(' ', wanted.Words)}: {wanted.Format}");
        Assert.Equal(string.Join('\n', WithoutCase), string.Join('\n', missing));
    }

    private static bool Is(string[] line, string[] words, string format)
    {
        if (!line.AsSpan().StartsWith(words))
            return false;
        var outputs = HostilePlay.Outputs(line).Select(o => o.Format).ToList();
        return outputs.Contains(format) || (format == "text" && outputs.Count == 0);
    }

    private static IEnumerable<(Command Command, string[] Words)> Leaves(Command command, string[] words) =>
        command.Subcommands.Count == 0
            ? [(command, words)]
            : command.Subcommands.SelectMany(c => Leaves(c, [.. words, c.Name]));

    private static IEnumerable<string> Formats(Command command) =>
        command.Options.FirstOrDefault(o => o.Name == "--output")?.Description is { } told
            ? told.Split(';')[0].Split(", ")
            : ["text"];
}
