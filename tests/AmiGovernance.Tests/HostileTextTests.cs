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
            // On every day one of both, chosen by the name.
            foreach (var everywhere in new[] { false, true }.Where((_, i) => TestScale.Takes(i + (one & 1), oneIn: 2)))
                Assert.Empty(HostilePlay.Problems(name, new HostileInput(one, everywhere)));
        }
    }

    /// <summary>In a case, the last command answers in every format that it has.</summary>
    [Fact]
    public void Every_command_has_a_case()
    {
        var played = GoldenCase
            .Names(inSandbox: false)
            .Concat(GoldenCase.Names(inSandbox: true))
            .SelectMany(name => new GoldenCase(name).CommandLines)
            .Select(line => CommandTree.Of(line.Split(' ')))
            .ToHashSet();
        Assert.Empty(CommandTree.Leaves.Where(l => !played.Contains(l)).Select(l => string.Join(' ', l.Words)));
    }

    [Fact]
    public void Every_format_of_a_command_is_judged() =>
        Assert.Empty(CommandTree.Leaves.SelectMany(l => l.Formats).Distinct().Except(Harmless.Formats));
}
