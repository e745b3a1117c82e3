using System.Text.Json;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.Tests.Features.Catalog;

public sealed class NeedReaderTests
{
    private static readonly string[] NeedLines = Lines("needs.jsonl");
    private static readonly string[] NameLines = Lines("names.jsonl");

    public static TheoryData<int> Needs() => [.. Enumerable.Range(0, NeedLines.Length)];

    public static TheoryData<int> Names() => [.. Enumerable.Range(0, NameLines.Length)];

    [Theory]
    [MemberData(nameof(Needs))]
    public void A_need_is_read_or_what_is_wrong_is_named(int line)
    {
        using var row = JsonDocument.Parse(NeedLines[line]);
        var need = NeedReader.Read(Text(row, "text") ?? "", out var problem);
        if (Text(row, "problem") is { } expected)
        {
            Assert.Null(need);
            Assert.Contains(expected, problem, StringComparison.Ordinal);
            Assert.True(problem!.Length < 400, problem);
            return;
        }
        Assert.Null(problem);
        AssertSays(row, need!);
        Assert.Equal(need, NeedReader.Read(need!.ToString(), out _));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_says_what_it_says_and_no_more(int line)
    {
        using var row = JsonDocument.Parse(NameLines[line]);
        AssertSays(row, NeedReader.OfName(Text(row, "name")!));
    }

    [Fact]
    public void Text_of_strangers_is_refused_and_comes_alive_nowhere()
    {
        foreach (var text in HostileTexts.All.Append(HostileTexts.LoneSurrogate))
        {
            Assert.Null(NeedReader.Read($"ubuntu {text}", out var problem));
            Assert.DoesNotContain('\n', problem!);
            Assert.DoesNotContain('\e', problem!);
            NeedReader.OfName(text);
        }
    }

    /// <summary>`9` is met by `9.4`, and not by `9` of another system, nor by `19`.</summary>
    [Theory]
    [InlineData("rhel 9", "RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3", true)]
    [InlineData("rhel 9 arm64", "RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3", false)]
    [InlineData("rhel 9.4", "RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3", true)]
    [InlineData("rhel 8", "RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3", false)]
    [InlineData("rocky 9", "RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3", false)]
    [InlineData("ubuntu", "golden-ubuntu-24.04-arm64-20261101", true)]
    [InlineData("ubuntu 24.04", "golden-ubuntu-20261101", false)]
    [InlineData("ubuntu", "payments-base-2026-01", false)]
    public void A_need_is_met_by_what_it_asks_for(string need, string name, bool isMet) =>
        Assert.Equal(isMet, NeedReader.Read(need, out _)!.IsMetBy(NeedReader.OfName(name)));

    [Fact]
    public void A_name_that_the_table_gives_says_what_its_row_says()
    {
        foreach (var image in PublicImages.All.Select(i => i.At("1.33")))
        {
            var said = NeedReader.OfName(image.Names.Replace("*", "1", StringComparison.Ordinal));
            Assert.Equal(image.Family, said.Family?.Name);
            Assert.True(said.Architecture is null || said.Architecture == image.Architecture, image.Names);
            var isVersion = said.Version is null || said.Version.StartsWith(image.Version, StringComparison.Ordinal);
            Assert.True(isVersion, $"{image.Names}: {said.Version}");
        }
    }

    private static void AssertSays(JsonDocument row, ImageNeed need)
    {
        Assert.Equal(Text(row, "family"), need.Family?.Name);
        Assert.Equal(Text(row, "version"), need.Version);
        Assert.Equal(Text(row, "architecture"), need.Architecture);
    }

    private static string? Text(JsonDocument row, string name) =>
        row.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string[] Lines(string file) =>
        File.ReadAllLines(RepositoryRoot.File("tests", "data", "needs", file));
}
