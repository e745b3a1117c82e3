using System.Globalization;
using AmiGovernance.Cli.Features.Discovery;

namespace AmiGovernance.Tests.Features.Discovery;

/// <summary>What people see of a discovery in a narrow terminal.</summary>
public sealed class DiscoveryTextTests
{
    private const int Columns = 80;

    public static TheoryData<string> Cases => new(DiscoveryCase.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_fits_80_columns_and_breaks_no_id(string name)
    {
        var report = DiscoveryCase.All.Single(c => c.Name == name).Run();
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new DiscoveryText(writer, Columns).Write(report);
        var text = writer.ToString();

        // What somebody may copy stays whole.
        var folded = text.Split('\n').Where(l => !l.Contains("amigov ", StringComparison.Ordinal) && !l.Contains('`'));
        Assert.All(folded, line => Assert.True(line.Length <= Columns, line));
        Assert.All(report.Owners, owner => Assert.Contains(owner.Owner, text, StringComparison.Ordinal));
        Assert.All(report.Unknown, image => Assert.Contains(image.Image, text, StringComparison.Ordinal));
        Assert.All(
            report.Owners.SelectMany(o => o.UsableBy),
            account => Assert.Contains(account, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_was_not_looked_at_is_not_told_as_nothing_found()
    {
        var report = DiscoveryCase.All.First(c => c.ReadsAccounts && c.Launches.IsEmpty).Run();
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new DiscoveryText(writer, Columns).Write(report);
        Assert.Contains("Past: not checked", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("HELD OUT", writer.ToString(), StringComparison.Ordinal);
    }
}
