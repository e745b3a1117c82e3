using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Console;
using AmiGovernance.Console.Pages;

namespace AmiGovernance.Tests.Console;

/// <summary>Long lists: files hold their beginning and say what they leave out, the console reaches every row.</summary>
public sealed class ListsTests
{
    private const int Findings = 20_000;
    private const int MostBytes = 5 << 20;

    /// <summary>As wide as the findings of a backtest, with texts as long.</summary>
    private static ImmutableArray<Cell> Row(int i) =>
        [
            $"launch-{300000000000L + i}-999988887777",
            new Cell("denied", Tone.Bad),
            Cell.Of(i),
            "2026-11-01",
            $"{300000000000L + i} shop-{i} in Root/Workloads/Production",
            "999988887777",
            "declarative policy: allowed images; service control policy: DenyEC2LaunchWithNonApprovedAMIs",
            "the images come from another account of the organization; `amigov exception request TICKET --account 555566667777`",
        ];

    private static Page PageOf(int rows) =>
        new("Findings")
        {
            Sections =
            [
                new Section("findings", "Findings")
                {
                    Blocks =
                    [
                        new Table(
                            [.. Enumerable.Range(0, 8).Select(c => new Column($"column {c}"))],
                            [.. Enumerable.Range(0, rows).Select(Row)]
                        )
                        {
                            Caption = "Findings",
                        },
                    ],
                },
            ],
        };

    private static Table TableOf(Page page) => (Table)page.Sections[0].Blocks[0];

    [Fact]
    public void A_file_of_many_findings_stays_below_its_size_and_says_what_it_leaves_out()
    {
        var html = HtmlFile.Render(PageOf(Findings));
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 1, MostBytes);
        Assert.Contains("15,000 more are left out here, of 20,000 in all", html, StringComparison.Ordinal);
        Assert.Contains("launch-300000004999-", html, StringComparison.Ordinal);
        Assert.DoesNotContain("launch-300000005000-", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_console_reaches_every_row_once()
    {
        var page = PageOf(1_001);
        var seen = new List<string>();
        for (var at = 1; at <= 6; at++)
        {
            var values = new Dictionary<string, string>
            {
                ["p1"] = at.ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
            var table = TableOf(page.Windowed(new PageRequest("/findings", values)));
            Assert.Equal(6, table.Pager!.Last);
            seen.AddRange(table.Rows.Select(r => r[0].Text));
        }
        Assert.Equal(TableOf(page).Rows.Select(r => r[0].Text), seen);
    }

    [Theory]
    [InlineData("SHOP-7 production", 111)]
    [InlineData("shop-777", 1)]
    [InlineData("nothing like this", 0)]
    [InlineData("", 1_000)]
    public void A_search_finds_rows_that_have_every_word(string words, int expected)
    {
        var values = new Dictionary<string, string> { ["q1"] = words };
        var table = TableOf(PageOf(1_000).Windowed(new PageRequest("/findings", values)));
        Assert.Equal(expected, table.Pager!.Found);
        Assert.Equal(Math.Min(expected, 200), table.Rows.Length);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("999999999999")]
    [InlineData("x")]
    public void A_window_that_is_not_there_is_the_nearest_one(string asked)
    {
        var values = new Dictionary<string, string> { ["p1"] = asked };
        var table = TableOf(PageOf(1_000).Windowed(new PageRequest("/findings", values)));
        Assert.Equal(200, table.Rows.Length);
    }

    [Fact]
    public void A_short_list_is_whole() =>
        Assert.Null(TableOf(PageOf(200).Windowed(new PageRequest("/x", new Dictionary<string, string>()))).Pager);
}
