namespace AmiGovernance.AcceptanceTests.Compatibility;

/// <summary>What docs/compatibility.md promises: files of each earlier format version are read, with the same result.</summary>
public sealed class CompatibilityTests
{
    public static TheoryData<string> Versions => [.. FrozenFormat.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_was_written_is_read_and_gone_on_with(string version)
    {
        var format = new FrozenFormat(version);
        if (Environment.GetEnvironmentVariable("AMIGOV_FREEZE_FORMAT") == version)
            format.Freeze();
        using var amigov = format.Thaw();
        var differences = format.Checks.SelectMany(check => Differences(amigov, check)).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void The_first_version_is_there() => Assert.Contains("1", FrozenFormat.Versions);

    private static IEnumerable<string> Differences(Amigov amigov, FrozenCheck check)
    {
        var (exit, output, error) = FrozenFormat.Run(amigov, check.Command);
        if (exit != check.Exit)
            yield return $"{check.Command} ends with {exit}, not {check.Exit}:\n{output}{error}";
        foreach (var text in check.Says.Where(t => !(output + error).Contains(t, StringComparison.Ordinal)))
            yield return $"{check.Command} does not say {text}:\n{output}{error}";
    }
}
