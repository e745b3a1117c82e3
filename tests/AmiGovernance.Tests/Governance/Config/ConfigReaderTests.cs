using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using CsCheck;

namespace AmiGovernance.Tests.Governance.Config;

public sealed class ConfigReaderTests
{
    private static readonly byte[][] Seeds =
    [
        Encoding.UTF8.GetBytes(Samples.Governance),
        Encoding.UTF8.GetBytes(Samples.Runbook),
        Encoding.UTF8.GetBytes(Samples.Clean),
    ];

    private static readonly byte[][] Snippets =
    [
        .. new[]
        {
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "1e99",
            "-5",
            "\"2026-02-30\"",
            "\"never\"",
            "\"000000000000\"",
            "\"amazon\"",
            "\\u0000",
            "\"\"",
            "/**/",
            "é",
            "[[[[",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void Whatever_the_file_holds_reading_and_generating_neither_crash_nor_lose_the_place() =>
        Gen.Select(
                Gen.Int[0, Seeds.Length - 1],
                Gen.Select(Gen.Double[0, 1], Gen.Int[0, 40], Gen.Int[0, Snippets.Length - 1]).Array[1, 4]
            )
            .Sample(
                (seed, edits) =>
                {
                    var bytes = Seeds[seed].ToList();
                    foreach (var (place, removed, snippet) in edits)
                    {
                        var at = (int)(place * bytes.Count);
                        bytes.RemoveRange(at, Math.Min(removed, bytes.Count - at));
                        bytes.InsertRange(at, Snippets[snippet]);
                    }
                    var bag = new DiagnosticBag();
                    var config = ConfigReader.Read(new SourceText("c.json", bytes.ToArray()), bag);
                    if (config is null)
                        return bag.HasErrors;
                    foreach (var rule in GovernanceRules.All)
                        rule.Check(new RuleInput(config, new DateOnly(2026, 1, 3)), bag);
                    if (!bag.HasErrors)
                        PolicyGenerator.Generate(config, new DateOnly(2026, 1, 3), AllowedImagesState.Enabled, bag);
                    return bag.ToSorted()
                        .All(d =>
                            d.Location.Span.End <= bytes.Count
                            && d.Location.Start.Line >= 1
                            && d.Message.Length > 0
                            && !d.Message.EndsWith('.')
                        );
                },
                iter: TestScale.Samples(5_000),
                seed: "0000KeyUzkM3"
            );

    [Fact]
    public void The_runbook_s_own_fields_are_enough()
    {
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString("c.json", Samples.Runbook), bag);
        Assert.Equal(0, bag.Count);
        Assert.Equal(
            ["123456738923", "111122223333", "444455556666"],
            config!.Publishers.Select(p => p.AccountId.Value)
        );
        Assert.Equal(["222233334444", "123456789012"], config.Exceptions.Select(e => e.AccountId.Value));
        Assert.Equal(["root"], config.Targets);
    }

    [Fact]
    public void Several_ops_publishers_may_be_listed()
    {
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(
            SourceText.FromString(
                "c.json",
                """{ "ops_publisher_account": [ { "account_id": "111122223333" }, { "account_id": "444455556666" } ] }"""
            ),
            bag
        );
        Assert.Equal(0, bag.Count);
        Assert.Equal(2, config!.Publishers.Length);
    }

    [Theory]
    [InlineData("2026-04-14", true)]
    [InlineData("2026-04-15", false)]
    [InlineData("2026-04-16", false)]
    public void An_exception_is_active_while_the_day_is_before_its_expiry(string day, bool active)
    {
        var config = ConfigReader.Read(SourceText.FromString("c.json", Samples.Runbook), new DiagnosticBag());
        Assert.Equal(
            active,
            config!.Exceptions[1].IsActive(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))
        );
    }

    [Theory]
    [InlineData("\"2026-02-30\"")]
    [InlineData("\"never\"")]
    [InlineData("null")]
    [InlineData("20260415")]
    public void An_exception_without_a_readable_end_counts_as_expired(string end)
    {
        var config = ConfigReader.Read(
            SourceText.FromString("c.json", Samples.Clean.Replace("\"2026-03-01\"", end, StringComparison.Ordinal)),
            new DiagnosticBag()
        );
        Assert.False(config!.Exceptions[0].IsActive(DateOnly.MinValue));
    }
}
