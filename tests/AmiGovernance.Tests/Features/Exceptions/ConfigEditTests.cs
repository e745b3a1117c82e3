using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Features.Exceptions;

/// <summary>Entries come into the file and out of it in its own layout, and nothing else changes.</summary>
public sealed class ConfigEditTests
{
    private static readonly DateTimeOffset Approved = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static CaseStatus Status(string justification = "Migration from legacy image pipeline")
    {
        var request = new ExceptionRequest
        {
            Ticket = "CLOUD-1234",
            Account = AccountId.Parse("123456789012"),
            Type = "migration",
            DurationDays = 90,
            BusinessJustification = justification,
            WorkloadDescription = "w",
            MigrationPlan = "Team is migrating",
            TechnicalContact = "a@company.com",
            Sponsor = "s",
            RequestedBy = "app-team-alpha",
            Requester = new GitIdentity("Alex", "alex@company.com"),
            RequestedAt = Approved,
        };
        var exception = new ExceptionCase { Request = request, Source = SourceText.Missing("r") };
        var part = exception.Newest;
        ImmutableArray<Decision> approvals =
        [
            .. new[] { "security-lead", "cloud-architect" }.Select(role => new Decision(
                role,
                new RequestRecord(
                    RequestEvent.Approved,
                    "CLOUD-1234",
                    part.Digest,
                    Approved,
                    new GitIdentity(role, "x@company.com")
                ),
                null!,
                null,
                null
            )),
        ];
        return new CaseStatus(exception, [new PartStatus(part, approvals, [], null)]);
    }

    private static GovernanceConfig Read(string text)
    {
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString(Samples.ConfigPath, text), bag);
        Assert.False(bag.HasErrors, string.Join('\n', bag.ToSorted().Select(d => d.Message)) + text);
        return config!;
    }

    private static string Add(string text, string justification = "Migration from legacy image pipeline") =>
        Encoding.UTF8.GetString(ExceptionEntry.Add(Read(text), Status(justification)));

    private const string Start = """{"ops_publisher_account": {"account_id": "123456738923"}""";

    /// <summary>The file before and after, as a person would write it.</summary>
    [Theory]
    [InlineData(
        "{\n  \"ops_publisher_account\": { \"account_id\": \"123456738923\" },\n  \"exception_accounts\": [],\n  \"targets\": [\"root\"]\n}\n",
        "{\n  \"ops_publisher_account\": { \"account_id\": \"123456738923\" },\n  \"exception_accounts\": [\n    {\n      \"account_id\": \"123456789012\",\n      \"type\": \"migration\",\n      \"expires_on\": \"2026-04-03\",\n      \"reason\": \"Migration from legacy image pipeline\",\n      \"ticket\": \"CLOUD-1234\",\n      \"requested_by\": \"app-team-alpha\",\n      \"approved_by\": [\"security-lead\", \"cloud-architect\"],\n      \"approval_date\": \"2026-01-03\",\n      \"notes\": \"Team is migrating\"\n    }\n  ],\n  \"targets\": [\"root\"]\n}\n"
    )]
    // Tabs, carriage returns, no space after the colon, keys in another order, no line break at the end.
    [InlineData(
        "{\r\n\t\"exception_accounts\":[\r\n\t\t{\r\n\t\t\t\"ticket\":\"CLOUD-1\",\r\n\t\t\t\"account_id\":\"222233334444\",\r\n\t\t\t\"expires_on\":\"2026-03-01\"\r\n\t\t}\r\n\t],\r\n\t\"ops_publisher_account\":{\"account_id\":\"123456738923\"}\r\n}",
        "{\r\n\t\"exception_accounts\":[\r\n\t\t{\r\n\t\t\t\"ticket\":\"CLOUD-1\",\r\n\t\t\t\"account_id\":\"222233334444\",\r\n\t\t\t\"expires_on\":\"2026-03-01\"\r\n\t\t},\r\n\t\t{\r\n\t\t\t\"ticket\":\"CLOUD-1234\",\r\n\t\t\t\"requested_by\":\"app-team-alpha\",\r\n\t\t\t\"approved_by\":[\"security-lead\", \"cloud-architect\"],\r\n\t\t\t\"approval_date\":\"2026-01-03\",\r\n\t\t\t\"notes\":\"Team is migrating\",\r\n\t\t\t\"account_id\":\"123456789012\",\r\n\t\t\t\"type\":\"migration\",\r\n\t\t\t\"expires_on\":\"2026-04-03\",\r\n\t\t\t\"reason\":\"Migration from legacy image pipeline\"\r\n\t\t}\r\n\t],\r\n\t\"ops_publisher_account\":{\"account_id\":\"123456738923\"}\r\n}"
    )]
    // One line for each entry.
    [InlineData(
        "{\n  \"ops_publisher_account\": { \"account_id\": \"123456738923\" },\n  \"exception_accounts\": [\n    { \"account_id\": \"222233334444\", \"expires_on\": \"2026-03-01\" }\n  ]\n}\n",
        "{\n  \"ops_publisher_account\": { \"account_id\": \"123456738923\" },\n  \"exception_accounts\": [\n    { \"account_id\": \"222233334444\", \"expires_on\": \"2026-03-01\" },\n    { \"account_id\": \"123456789012\", \"type\": \"migration\", \"expires_on\": \"2026-04-03\", \"reason\": \"Migration from legacy image pipeline\", \"ticket\": \"CLOUD-1234\", \"requested_by\": \"app-team-alpha\", \"approved_by\": [\"security-lead\", \"cloud-architect\"], \"approval_date\": \"2026-01-03\", \"notes\": \"Team is migrating\" }\n  ]\n}\n"
    )]
    // Braces at the ends of lines.
    [InlineData(
        "{\n    \"exception_accounts\": [{\n        \"account_id\": \"222233334444\",\n        \"expires_on\": \"2026-03-01\"\n    }],\n    \"ops_publisher_account\": {\"account_id\": \"123456738923\"}\n}\n",
        "{\n    \"exception_accounts\": [{\n        \"account_id\": \"222233334444\",\n        \"expires_on\": \"2026-03-01\"\n    }, {\n        \"account_id\": \"123456789012\",\n        \"type\": \"migration\",\n        \"expires_on\": \"2026-04-03\",\n        \"reason\": \"Migration from legacy image pipeline\",\n        \"ticket\": \"CLOUD-1234\",\n        \"requested_by\": \"app-team-alpha\",\n        \"approved_by\": [\"security-lead\", \"cloud-architect\"],\n        \"approval_date\": \"2026-01-03\",\n        \"notes\": \"Team is migrating\"\n    }],\n    \"ops_publisher_account\": {\"account_id\": \"123456738923\"}\n}\n"
    )]
    // All in one line, and no key to add to.
    [InlineData(
        Start + "}",
        Start
            + ", \"exception_accounts\": [{\"account_id\": \"123456789012\", \"type\": \"migration\", \"expires_on\": \"2026-04-03\", \"reason\": \"Migration from legacy image pipeline\", \"ticket\": \"CLOUD-1234\", \"requested_by\": \"app-team-alpha\", \"approved_by\": [\"security-lead\", \"cloud-architect\"], \"approval_date\": \"2026-01-03\", \"notes\": \"Team is migrating\"}]}"
    )]
    public void An_entry_is_added_in_the_layout_of_the_file(string before, string after) =>
        Assert.Equal(after, Add(before));

    [Fact]
    public void Text_that_looks_like_markup_or_comments_is_kept_on_both_sides()
    {
        const string notes = "// see https://wiki/x#y /* not a comment */ }, ] \\\" {{\\u00e9\\u202e 日本";
        var before = $$"""
            {
              "ops_publisher_account": { "account_id": "123456738923" },
              "exception_accounts": [
                {
                  "account_id": "222233334444",
                  "expires_on": "2026-03-01",
                  "notes": "{{notes}}"
                }
              ]
            }
            """;
        var after = Add(before, "\"quoted\"\n// {line}, ümlaut \u202E");
        Assert.Contains($"\"notes\": \"{notes}\"", after, StringComparison.Ordinal);
        Assert.Equal("\"quoted\"\n// {line}, ümlaut \u202E", Read(after).Exceptions[1].Reason);
    }

    private static readonly Gen<string> GenFile = Gen.Select(
            Gen.Int[0, 3],
            Choose.From("  ", "    ", "\t"),
            Choose.From("\n", "\r\n"),
            Choose.From(": ", ":", " : "),
            Gen.Int[0, 2]
        )
        .Select(
            (count, indent, newLine, colon, shape) =>
            {
                string Entry(int i, string lead) =>
                    shape switch
                    {
                        0 =>
                            $"{{{newLine}{lead}{indent}\"account_id\"{colon}\"22223333444{i}\",{newLine}{lead}{indent}\"expires_on\"{colon}\"2026-03-01\"{newLine}{lead}}}",
                        1 => $"{{ \"account_id\"{colon}\"22223333444{i}\", \"expires_on\"{colon}\"2026-03-01\" }}",
                        _ =>
                            $"{{\"account_id\"{colon}\"22223333444{i}\",{newLine}{newLine}{lead}{indent}\"expires_on\"{colon}\"2026-03-01\"}}",
                    };
                var entries = string.Join(
                    $",{newLine}{indent}{indent}",
                    Enumerable.Range(0, count).Select(i => Entry(i, indent + indent))
                );
                var array = count == 0 ? "[]" : $"[{newLine}{indent}{indent}{entries}{newLine}{indent}]";
                return $"{{{newLine}{indent}\"ops_publisher_account\"{colon}{{\"account_id\"{colon}\"123456738923\"}},{newLine}{indent}\"exception_accounts\"{colon}{array},{newLine}{indent}\"targets\"{colon}[\"root\"]{newLine}}}{newLine}";
            }
        );

    [Fact]
    public void Adding_and_removing_gives_the_file_back_byte_for_byte() =>
        GenFile.Sample(
            before =>
            {
                var config = Read(Add(before));
                Assert.Equal(before, Encoding.UTF8.GetString(ExceptionEntry.Remove(config, config.Exceptions[^1])));
            },
            seed: "0000KXMq2Zz2",
            iter: TestScale.Samples(200)
        );

    [Fact]
    public void Adding_changes_one_line_at_most_and_keeps_every_other() =>
        GenFile.Sample(
            before =>
            {
                var (old, now) = (before.Split('\n'), Add(before).Split('\n').ToList());
                Assert.True(old.Count(line => !now.Remove(line)) <= 1, before);
            },
            seed: "0000KXMq2Zz2",
            iter: TestScale.Samples(200)
        );

    [Fact]
    public void Removing_any_entry_leaves_the_others_as_they_were() =>
        Gen.Select(GenFile, Gen.Int[0, 9])
            .Sample(
                (text, pick) =>
                {
                    var config = Read(text);
                    if (config.Exceptions.IsEmpty)
                        return;
                    var gone = config.Exceptions[pick % config.Exceptions.Length];
                    var left = Read(Encoding.UTF8.GetString(ExceptionEntry.Remove(config, gone)));
                    Assert.Equal(
                        config.Exceptions.Where(e => e != gone).Select(e => (e.AccountId, e.ExpiresOn)),
                        left.Exceptions.Select(e => (e.AccountId, e.ExpiresOn))
                    );
                },
                seed: "0000KXMq2Zz2",
                iter: TestScale.Samples(200)
            );

    [Fact]
    public void Another_end_changes_that_value_alone()
    {
        var config = Read(Samples.Governance);
        var after = Encoding.UTF8.GetString(
            ExceptionEntry.SetEnd(config, config.Exceptions[1], new DateOnly(2027, 1, 31))
        );
        Assert.Equal(Samples.Governance.Replace("2027-01-05", "2027-01-31", StringComparison.Ordinal), after);
    }
}
