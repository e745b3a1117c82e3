using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Tests.Cli;

/// <summary>Tables fit the screen, and no id is broken.</summary>
public sealed class TableTests
{
    private const string Account = "900000000001";

    private static readonly string[] Headers = ["ACCOUNT", "IMAGE", "WHAT WAS FOUND"];

    private static readonly string[] Row =
    [
        Account,
        "ami-44d529a4e89098479",
        "an owner whom nobody approved, in a group that launches again tonight",
    ];

    private static string Table(int width) => TableOutput.Text(BareContext.Of() with { Width = width }, Headers, [Row]);

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(50)]
    [InlineData(40)]
    public void No_id_is_broken(int width)
    {
        var table = Table(width);
        foreach (var word in Row.Take(2))
            Assert.Contains(word, table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(60)]
    public void It_fits(int width) => Assert.DoesNotContain(Table(width).Split('\n'), line => line.Length > width);

    [Fact]
    public void Where_columns_do_not_fit_they_stand_below_each_other() =>
        Assert.StartsWith(
            $"  ACCOUNT         {Account}\n  IMAGE           ami-44d529a4e89098479\n",
            Table(40),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(null, null, 160)]
    [InlineData("80", null, 80)]
    [InlineData("no", null, 160)]
    [InlineData("80", 132, 132)]
    [InlineData(null, 0, 120)]
    public void One_place_says_how_wide_a_stream_is(string? columns, int? terminal, int expected) =>
        Assert.Equal(expected, ScreenWidth.Of(columns, terminal));

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public void The_bars_of_the_allow_list_fit_the_terminal(int columns)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        foreach (
            var line in (string[][])
                [
                    ["publishers", "list"],
                    ["generate"],
                ]
        )
        {
            var (_, screen) = amigov.RunInTerminal(columns, line);
            var bars = screen.Split('\n').Where(l => l.StartsWith('=')).ToList();
            Assert.NotEmpty(bars);
            Assert.All(bars, bar => Assert.Equal(new string('=', Math.Min(columns, 70)), bar));
        }
    }
}
