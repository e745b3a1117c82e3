using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Features.Images;

public sealed partial class NamingTests
{
    private static readonly NamingConvention Runbook = NamingConvention.Of(PolicyConfig.DefaultNamingPattern);
    private static readonly DateOnly Made = new(2026, 1, 3);

    [Theory]
    [InlineData("acme-amazon-linux-2023-base-20260103")]
    [InlineData("acme-ubuntu-24.04-web-server-2-20251115")]
    [InlineData("acme-windows-2022-base-20251020")]
    [InlineData("3m-rhel-9.4-base-20240229")]
    public void Names_by_the_convention_are_accepted(string name)
    {
        Assert.True(Runbook.Accepts(name));
        Assert.Empty(Runbook.Check(name, Made).Problems);
        Assert.Equal(name, Runbook.Check(name, Made).Nearest);
    }

    [Theory]
    [InlineData(
        "acme-amazon-linux-2023-base-20260230",
        "`20260230` is no `{date}`",
        "acme-amazon-linux-2023-base-20260103"
    )]
    [InlineData("acme-ubuntu-24.04-web-2026-01-03", "`2026-01-03` is no `{date}`", "acme-ubuntu-24.04-web-20260103")]
    [InlineData(
        "acme-ubuntu-24.04-web-20260103T101112Z",
        "`20260103T101112Z` is no `{date}`",
        "acme-ubuntu-24.04-web-20260103"
    )]
    [InlineData("acme-ubuntu-24.04-web", "`{date}` is missing", "acme-ubuntu-24.04-web-20260103")]
    [InlineData("acme-ubuntu-web-20260103", "`{version}` is missing", "acme-ubuntu-{version}-web-20260103")]
    [InlineData("acme-ubuntu-24.04-20260103", "`{purpose}` is missing", "acme-ubuntu-24.04-{purpose}-20260103")]
    [InlineData("Acme-ubuntu-24.04-web-20260103", "`Acme` is no `{org}`", "acme-ubuntu-24.04-web-20260103")]
    [InlineData("acme-ubuntu-24.04-web_20260103", "`_` stands where `-` belongs", "acme-ubuntu-24.04-web-20260103")]
    [InlineData(
        "acme-ubuntu-24.04-web server-20260103",
        "`web server` is no `{purpose}`",
        "acme-ubuntu-24.04-web-server-20260103"
    )]
    [InlineData("acme-ubuntu-24.04.-web-20260103", "`24.04.` is no `{version}`", "acme-ubuntu-24.04-web-20260103")]
    public void The_part_that_is_wrong_is_named(string name, string problem, string nearest)
    {
        var verdict = Runbook.Check(name, Made);
        Assert.False(Runbook.Accepts(name));
        Assert.StartsWith(problem, Assert.Single(verdict.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(nearest, verdict.Nearest);
        Assert.Equal(!nearest.Contains('{', StringComparison.Ordinal), verdict.NearestIsWhole);
    }

    [Fact]
    public void Literals_of_the_pattern_must_stand_in_the_name()
    {
        var convention = NamingConvention.Of("acme-{os}-{purpose}-{date}");
        Assert.True(convention.Accepts("acme-al2023-base-20260103"));
        var verdict = convention.Check("umbrella-al2023-base-20260103", Made);
        Assert.Equal("acme-al2023-base-20260103", convention.Check("ACME-al2023-base-20260103", Made).Nearest);
        Assert.NotEmpty(verdict.Problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("\e[31m")]
    [InlineData("{org}-{os}-{version}-{purpose}-{date}")]
    public void Nonsense_gets_an_answer(string name) => Assert.NotEmpty(Runbook.Check(name, Made).Problems);

    /// <summary>The convention as a regular expression, which tells only yes or no.</summary>
    [GeneratedRegex(
        @"^[a-z0-9]+(-[a-z0-9]+)*-[a-z][a-z0-9]*(-[a-z0-9]+)*-v?[0-9][a-z0-9]*(\.[a-z0-9]+)*-[a-z][a-z0-9]*(-[a-z0-9]+)*-[0-9]{8}\z"
    )]
    private static partial Regex Judge();

    [Fact]
    public void Decides_as_a_regular_expression_does()
    {
        var piece = Choose.From(
            "acme",
            "amazon",
            "linux",
            "2023",
            "24.04",
            "v2",
            "base",
            "20260103",
            "20251231",
            "-",
            "-",
            "-",
            "-",
            "_",
            "B",
            ".",
            ""
        );
        piece
            .List[3, 16]
            .Select(p => string.Concat(p))
            .Sample(
                name =>
                {
                    // All eight digits that are made here are days.
                    Assert.Equal(
                        Judge().IsMatch(name) && DateOnly.TryParseExact(name[^8..], "yyyyMMdd", out _),
                        Runbook.Accepts(name)
                    );
                    Assert.Equal(Runbook.Accepts(name), Runbook.Check(name, Made).Problems.IsEmpty);
                },
                seed: "0000KeyUzkM3",
                iter: TestScale.Samples(5000)
            );
    }

    [Fact]
    public void The_nearest_name_is_valid_when_it_is_whole()
    {
        var text = Gen.Char["acme-LINUX_2023.20260103 /"].Array[0, 60].Select(c => new string(c));
        text.Sample(
            name =>
            {
                var verdict = Runbook.Check(name, Made);
                if (verdict.NearestIsWhole)
                    Assert.True(Runbook.Accepts(verdict.Nearest), $"{name} -> {verdict.Nearest}");
            },
            seed: "0000KeyUzkM3",
            iter: TestScale.Samples(300)
        );
    }

    [Theory]
    [InlineData("al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64", "Amazon Linux 2023")]
    [InlineData("AL2O23-ami-2023.9.20251208.0", "Amazon Linux 2023")]
    [InlineData("amzn2_ami_hvm-2.0.20251208", "Amazon Linux 2")]
    [InlineData("arnzn2-ami-hvm-2.0", "Amazon Linux 2")]
    [InlineData("ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20251113", "Canonical")]
    [InlineData("ubunut/images/hvm-ssd/ubuntu-jammy", "Canonical")]
    [InlineData("ubuntu-images-hvm-ssd", "Canonical")]
    [InlineData("Windows_Server-2022-English-Full-Base-2025.11.12", "Amazon EC2 Windows")]
    [InlineData("windows server 2022", "Amazon EC2 Windows")]
    public void Look_alikes_of_well_known_names_are_found(string name, string publisher) =>
        Assert.Equal(publisher, NameConfusion.Find(name, AccountId.Parse("888800001111"), null)?.Name);

    [Theory]
    [InlineData("acme-amazon-linux-2023-base-20260103", "888800001111", null)]
    [InlineData("payments-legacy-base-42", "888800001111", null)]
    [InlineData("al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64", "137112412989", "amazon")]
    [InlineData("ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20251113", "099720109477", null)]
    [InlineData("", "888800001111", null)]
    public void Others_are_not(string name, string owner, string? alias) =>
        Assert.Null(NameConfusion.Find(name, AccountId.Parse(owner), alias));
}
