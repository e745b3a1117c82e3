using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Features.Exceptions;

public sealed class RequestTests
{
    private static readonly ExceptionRequest Request = new()
    {
        Ticket = "CLOUD-1234",
        Account = AccountId.Parse("123456789012"),
        Type = "migration",
        DurationDays = 60,
        BusinessJustification = "Migration from legacy image pipeline",
        WorkloadDescription = "Payments",
        MigrationPlan = "Golden images by April",
        TechnicalContact = "alex@company.com",
        Sponsor = "VP Jordan Blake",
        RequestedBy = "app-team-alpha",
        Requester = new GitIdentity("Alex", "alex@company.com"),
        RequestedAt = new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero),
    };

    private static readonly Gen<string> GenText = Gen.OneOf(
        Gen.String[Gen.Char['!', '~'], 1, 20],
        Choose.From("ümlaut", "a\nb", "\"quoted\\", "\u202E", "日本", "=1+1", "</script>")
    );

    private static readonly Gen<ExceptionRequest> GenRequest = Gen.Select(
            GenText,
            GenText,
            Gen.Int[1, 366],
            Gen.Bool,
            Gen.Int[0, 3]
        )
        .Select(
            (a, b, days, flag, users) =>
                Request with
                {
                    BusinessJustification = a,
                    Sponsor = b,
                    DurationDays = days,
                    MayCreateImages = flag,
                    SecurityReview = flag ? SecurityReview.Completed : SecurityReview.Pending,
                    UsableBy = [.. Enumerable.Range(1, users).Select(i => AccountId.Parse($"{i:D12}"))],
                }
        );

    [Fact]
    public void What_is_written_is_read_back_as_the_same_request() =>
        GenRequest.Sample(
            request =>
            {
                var bag = new DiagnosticBag();
                var read = ExceptionRequestReader
                    .Read(new SourceText("r.json", request.ToJson()), ExceptionType.Defaults.Values, null, bag)
                    ?.Request;
                Assert.NotNull(read);
                Assert.Equal(request.Digest, read.Digest);
                Assert.Equal(request.ToJson(), read.ToJson());
            },
            seed: "0000KXMq2Zz2",
            iter: TestScale.Samples(300)
        );

    [Fact]
    public void Every_value_counts_for_the_digest()
    {
        ImmutableArray<ExceptionRequest> others =
        [
            Request with
            {
                Ticket = "CLOUD-1235",
            },
            Request with
            {
                Account = AccountId.Parse("123456789013"),
            },
            Request with
            {
                Type = "emergency",
            },
            Request with
            {
                DurationDays = 61,
            },
            Request with
            {
                BusinessJustification = "other",
            },
            Request with
            {
                WorkloadDescription = "other",
            },
            Request with
            {
                SecurityReview = SecurityReview.Pending,
            },
            Request with
            {
                MigrationPlan = "other",
            },
            Request with
            {
                TechnicalContact = "b@company.com",
            },
            Request with
            {
                Sponsor = "other",
            },
            Request with
            {
                RequestedBy = "other",
            },
            Request with
            {
                UsableBy = [AccountId.Parse("123456789013")],
            },
            Request with
            {
                MayCreateImages = true,
            },
            Request with
            {
                OutsideOrganization = true,
            },
            Request with
            {
                Requester = new GitIdentity("Alex", "b@company.com"),
            },
            Request with
            {
                RequestedAt = Request.RequestedAt.AddSeconds(1),
            },
        ];
        // One for each key but $schema.
        Assert.Equal(ExceptionRequest.Keys.Length - 1, others.Length);
        Assert.Equal(others.Length + 1, others.Append(Request).Select(r => r.Digest).Distinct().Count());
    }

    [Fact]
    public void White_space_does_not_count_for_the_digest()
    {
        var text = System
            .Text.Encoding.UTF8.GetString(Request.ToJson())
            .Replace("\n", "\r\n\t", StringComparison.Ordinal);
        Assert.Equal(
            Request.Digest,
            ExceptionRequestReader
                .Read(SourceText.FromString("r.json", text), ExceptionType.Defaults.Values, null, new DiagnosticBag())
                ?.Request.Digest
        );
    }

    [Fact]
    public void The_form_is_read_with_its_continued_lines_and_hints_count_as_empty()
    {
        var draft = RequestForm.Read(
            """
            Hello, we need this:
            **AWS Account ID:** 123456789012
            - Exception Type: Vendor POC
            Business Justification: The vendor supports only its own image.
            Note: it has a colon.

            And a second paragraph.
            Duration Requested: 45 days, please
            Workload Description: [What service/application]
            Accounts That Launch the Images: 111122223333, 444455556666
            Images Built in the Account: Yes
            """
        );
        Assert.Equal("123456789012", draft.AccountId);
        Assert.Equal("Vendor POC", draft.Type);
        Assert.Equal(
            "The vendor supports only its own image.\nNote: it has a colon.\n\nAnd a second paragraph.",
            draft.BusinessJustification
        );
        Assert.Null(draft.WorkloadDescription);
        Assert.Equal(["111122223333", "444455556666"], draft.UsableBy);
        Assert.True(draft.MayCreateImages);
        Assert.Contains(
            "\"duration_days\": 45",
            System.Text.Encoding.UTF8.GetString(draft.ToSource("x").Bytes.Span),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"vendor_poc\"",
            System.Text.Encoding.UTF8.GetString(draft.ToSource("x").Bytes.Span),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_form_of_the_runbook_of_a_new_repository_has_the_labels_that_are_read()
    {
        var amigov = new Amigov();
        amigov.Run("init", "gov", "--yes", "--ops-account", "123456738923");
        var form = amigov
            .Text("gov/docs/runbook.md")
            .Split('\n')
            .SkipWhile(l => !l.Contains("AWS Account ID:", StringComparison.Ordinal))
            .TakeWhile(l => !l.Contains("```", StringComparison.Ordinal))
            .Select(l => l.Split(':')[0] + ": 7");
        var draft = RequestForm.Read(string.Join('\n', form));
        Assert.All(
            new[]
            {
                draft.AccountId,
                draft.Type,
                draft.Duration,
                draft.BusinessJustification,
                draft.WorkloadDescription,
                draft.SecurityReview,
                draft.MigrationPlan,
                draft.TechnicalContact,
                draft.Sponsor,
                draft.RequestedBy,
            },
            value => Assert.Equal("7", value)
        );
        Assert.Equal(["7"], draft.UsableBy);
    }

    [Fact]
    public void In_a_terminal_the_fields_are_asked_for_and_a_permanent_need_is_refused_at_once()
    {
        var amigov = new Amigov
        {
            IsInteractive = true,
            Input =
                "1234\n123456789012\npermanent\nMigration\n91\nsixty\n0\n90 days\nLegacy pipeline\nPayments\nCompleted\nGolden images\nalex\nalex@company.com\nVP Jo\nalpha\nall\nno\n",
        }
            .With(Samples.ConfigPath, Samples.Clean)
            .As("Alex", "alex@company.com");
        amigov.Git!.CommitAll("start");
        var (exitCode, output, error) = amigov.Run("exception", "request", "CLOUD-7");
        Assert.True(exitCode == 0, error);
        Assert.Contains("an account id has 12 digits", error, StringComparison.Ordinal);
        Assert.Equal(2, error.Split("exceptions are not granted for permanent workload requirements").Length - 1);
        Assert.Equal(2, error.Split("a number from 1 to 90").Length - 1);
        Assert.Contains("✓ requests/CLOUD-7.json", output, StringComparison.Ordinal);
        Assert.Contains("\"duration_days\": 90", amigov.Text("requests/CLOUD-7.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_terminal_the_end_of_the_input_ends_the_questions()
    {
        var amigov = new Amigov { IsInteractive = true, Input = "123456789012\n" }
            .With(Samples.ConfigPath, Samples.Clean)
            .As("Alex", "alex@company.com");
        var (exitCode, _, error) = amigov.Run("exception", "request", "CLOUD-7");
        Assert.Equal(130, exitCode);
        Assert.DoesNotContain("Business justification", error, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_terminal_an_approver_sees_the_request_and_can_still_say_no()
    {
        var amigov = new Amigov()
            .With(Samples.ConfigPath, Samples.Clean)
            .With(
                "config/approvers.json",
                """{"people":{"sam":{"name":"Sam","emails":["sam@company.com"]},"alex":{"name":"Alex","emails":["alex@company.com"]}},"roles":{"security_lead":["sam"]}}"""
            )
            .As("Alex", "alex@company.com");
        amigov.Git!.CommitAll("start");
        amigov.With(
            "form",
            string.Join(
                '\n',
                "AWS Account ID: 123456789012",
                "Exception Type: Migration",
                "Business Justification: =cmd|x <b>",
                "Duration Requested: 5",
                "Workload Description: w",
                "Security Review: completed",
                "Migration Plan: p",
                "Technical Contact: a@b.c",
                "Sponsor: s",
                "Requested By: t"
            )
        );
        Assert.Equal(0, amigov.Run("exception", "request", "CLOUD-7", "--from", "form").ExitCode);
        amigov.As("Sam", "sam@company.com").IsInteractive = true;
        amigov.Input = "looks fine\nno\n";
        var (exitCode, _, error) = amigov.Run("exception", "approve", "CLOUD-7", "--as", "security-lead");
        Assert.Equal(3, exitCode);
        Assert.Contains("| AWS Account ID | 123456789012 |", error, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            amigov.Files.Files.Keys,
            f => f.StartsWith("requests/CLOUD-7/", StringComparison.Ordinal)
        );
    }
}
