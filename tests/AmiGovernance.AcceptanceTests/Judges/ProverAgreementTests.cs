using AmiGovernance.AcceptanceTests.Judges.Smt;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.AcceptanceTests.Judges;

/// <summary>The prover and Z3 say the same of what is generated.</summary>
public sealed class ProverAgreementTests(ITestOutputHelper log)
{
    internal static readonly DateOnly Today = new(2026, 12, 1);

    /// <summary>Without managed services, whose accounts only the product knows.</summary>
    internal const string Everything = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "vendor_publisher_accounts": [ { "account_id": "111122223333" }, { "account_id": "444455556666", "may_create_images": false } ],
          "publisher_aliases": [ "aws_marketplace" ],
          "break_glass_principals": [ { "arn": "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Rescue_*" } ],
          "image_creation_roles": [ { "arn": "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole", "service": "aws_backup" } ],
          "exception_accounts": [
            { "account_id": "222233334444", "expires_on": "2027-03-01", "usable_by": [ "333344445555" ] },
            { "account_id": "777788889999", "expires_on": "2027-02-01", "may_create_images": true },
            { "account_id": "888899990000", "expires_on": "2027-02-01" },
            { "account_id": "999900001111", "expires_on": "2026-11-01" }
          ]
        }
        """;

    /// <summary>The same with all that is off unless it is asked for.</summary>
    internal static readonly string OptIns = Everything.Replace(
        "\"exception_accounts\"",
        """
        "policy_config": { "deny_foreign_image_copies": true, "deny_content_export": true,
          "deny_image_services": [ "image_builder", "lightsail", "drs" ] },
        "restore_roles": [ { "arn": "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole", "service": "aws_backup" } ],
        "exception_accounts"
        """,
        StringComparison.Ordinal
    );

    internal static readonly string[] Modes = ["audit_mode", "enabled"];

    internal static readonly (string Name, string Config)[] Configurations =
    [
        ("everything", Everything),
        ("opt-ins", OptIns),
        ("governance", Samples.Governance),
        ("runbook", Samples.Runbook),
    ];

    public static TheoryData<string, string> Generated =>
        [.. Configurations.SelectMany(c => Modes, (c, mode) => (c.Name, mode))];

    [Theory]
    [MemberData(nameof(Generated))]
    public void Both_say_that_what_is_generated_keeps_its_guarantees(string name, string mode)
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        var bundle = PolicyBundle.Generate(Configurations.Single(c => c.Name == name).Config, mode, Today);
        using var judge = new SmtJudge();
        var claims = bundle.Formulas().All();
        var proven = bundle.Prove()!.Value;
        Assert.Equal(claims.Select(c => c.Number), proven.Select(r => r.Number));
        foreach (var claim in claims)
        {
            var verdict = judge.Judge(claim);
            var outcome = proven.Single(r => r.Number == claim.Number).Outcome;
            log.WriteLine($"{claim.Number}: Z3 {verdict}, prove {outcome} {judge.Model(claim)}");
            Assert.True(
                verdict is SmtVerdict.Holds or SmtVerdict.NotApplicable,
                $"guarantee {claim.Number}: {verdict}"
            );
            Assert.Equal(verdict == SmtVerdict.NotApplicable, outcome == ProofOutcome.NotApplicable);
            Assert.NotEqual(ProofOutcome.Refuted, outcome);
        }
        log.WriteLine($"{judge.Asked} questions");
    }
}
