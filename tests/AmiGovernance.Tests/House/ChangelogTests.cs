namespace AmiGovernance.Tests.House;

public sealed class ChangelogTests
{
    private const string Good = """
        # Changelog

        ## [Unreleased]

        ## [0.10.0] - 2026-03-01

        ### Added

        - This

        ## [0.9.0] - 2026-02-28

        ### Fixed

        - That
        """;

    [Fact]
    public void The_changelog_keeps_its_form() =>
        Assert.Empty(Changelog.Problems(File.ReadAllText(RepositoryRoot.File("CHANGELOG.md"))));

    [Fact]
    public void A_good_one_is_good() => Assert.Empty(Changelog.Problems(Good));

    [Theory]
    [InlineData("# Changelog", "# Changes")]
    [InlineData("## [Unreleased]\n\n", "")]
    [InlineData("## [0.10.0] - 2026-03-01", "## 0.10.0")]
    [InlineData("- 2026-03-01", "- 2026-02-30")]
    [InlineData("[0.10.0]", "[0.8.0]")]
    [InlineData("[0.10.0]", "[0.9.0]")]
    [InlineData("2026-03-01", "2026-02-27")]
    [InlineData("### Fixed", "### Mended")]
    [InlineData("### Fixed\n\n", "")]
    public void What_is_not_in_the_form_is_found(string good, string bad)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        Assert.NotEmpty(Changelog.Problems(Good.Replace(good, bad, StringComparison.Ordinal)));
    }
}
