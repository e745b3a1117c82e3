using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// EC2 user guide, "Grant permissions to copy Amazon EC2 AMIs": since 28 October 2024 a copy is authorized on the source, and as
/// before on the new image, whose owner is the caller.
/// </summary>
public sealed class ContentGuaranteeTests
{
    private const string CopySid = "DenyCopyOfNonApprovedAMIs";
    private const string ExportSid = "DenyContentExport";
    private const string Own = "${aws:PrincipalAccount}";
    private const string Backup = "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole";

    private const string Roles = $$""", "image_creation_roles": [ { "arn": "{{Backup}}" } ]""";

    private static GovernanceConfig Config(string more, bool creation = true) =>
        ProvenCase.Config(
            $$"""
                {
                  "ops_publisher_account": { "account_id": "123456738923" },
                  "vendor_publisher_accounts": [ { "account_id": "111122223333" } ],
                  "publisher_aliases": [ "amazon" ],
                  "break_glass_principals": [ { "arn": "arn:aws:iam::444455556666:role/Rescue" } ],
                  "exception_accounts": [
                    { "account_id": "222233334444", "expires_on": "2026-03-01", "usable_by": ["777788889999"] },
                    { "account_id": "777788889999", "expires_on": "2026-02-01", "may_create_images": true }
                  ],
                  "policy_config": { "deny_foreign_image_copies": true, "deny_content_export": true{{(
                    creation ? "" : ", \"deny_ami_creation_in_workloads\": false"
                )}} }
                  {{more}}
                }
                """
        );

    private static ImmutableArray<GuaranteeResult> Prove(
        string more = "",
        Func<Statement, Statement>? change = null,
        AllowedImagesState mode = AllowedImagesState.Enabled,
        bool creation = true
    )
    {
        var config = Config(more, creation);
        var policies = ProvenCase.Generate(config, mode);
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements);
        return ProvenCase.Prove(config, policies, statements.Select(change ?? (s => s)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Roles)]
    public void All_hold_when_enforced_and_legitimate_copies_pass(string roles)
    {
        var results = Prove(roles);
        ProvenCase.AssertAllHold(results);
        Assert.Equal(ProofOutcome.Proven, results.Of(13).Outcome);
        Assert.Equal(ProofOutcome.Proven, results.Of(15).Outcome);
    }

    /// <summary>IAM user guide, "aws:ResourceAccount": CopyImage does not support it, so that `Null` finds it missing.</summary>
    [Fact]
    public void A_copy_does_not_tell_the_account_of_its_source()
    {
        var results = Prove(change: ProvenCase.On(CopySid, s => s.With("Null", "aws:ResourceAccount", "false")));
        Assert.True(results.Of(13).Outcome == ProofOutcome.Refuted, ProvenCase.Text(results));
    }

    /// <summary>EC2 user guide, "ec2:ResourceID condition keys": it is `*`, and on the source nobody has measured it.</summary>
    [Theory]
    [InlineData("StringLike", "ami-*")]
    [InlineData("StringNotEquals", "*")]
    public void The_id_of_a_copied_image_is_not_known(string name, string value)
    {
        var results = Prove(change: ProvenCase.On(CopySid, s => s.With(name, "ec2:ImageID", value)));
        Assert.True(results.Of(13).Outcome == ProofOutcome.NotProven, ProvenCase.Text(results));
    }

    [Fact]
    public void Audit_mode_denies_no_copy_by_owner()
    {
        var statements = ProvenCase
            .Generate(Config(""), AllowedImagesState.AuditMode)
            .ServiceControlPolicies.SelectMany(p => p.Statements);
        Assert.DoesNotContain(statements, s => s.Conditions.Any(c => c.Key == "ec2:Owner"));
        Assert.Equal(ProofOutcome.NotApplicable, Prove(mode: AllowedImagesState.AuditMode).Of(13).Outcome);
    }

    [Fact]
    public void A_stranger_on_the_list_of_copies_is_found_and_confirmed()
    {
        var result = Prove(change: ProvenCase.On(CopySid, s => WithOwners(s, o => o.Add("999988887777")))).Of(13);
        Assert.Equal(ProofOutcome.Refuted, result.Outcome);
        Assert.Contains("--image-owner 999988887777", result.Counterexample, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_date_an_exceptions_images_are_copied_after_its_end()
    {
        var results = Prove(change: s =>
            s.Sid!.StartsWith("DenyCopyFrom", StringComparison.Ordinal)
                ? s with
                {
                    Conditions = s.Conditions.Add(
                        new Condition("StringEquals", "aws:PrincipalAccount", ["000000000009"])
                    ),
                }
                : s
        );
        Assert.Equal(ProofOutcome.Refuted, results.Of(7).Outcome);
        Assert.Contains("ec2:CopyImage", results.Of(7).Counterexample, StringComparison.Ordinal);
    }

    /// <summary>What is on the list may be copied by every publisher.</summary>
    [Fact]
    public void An_owner_that_only_the_list_of_copies_lacks_is_found()
    {
        var results = Prove(change: ProvenCase.On(CopySid, s => WithOwners(s, o => o.Remove("777788889999"))));
        Assert.Equal(ProofOutcome.Refuted, results.Of(4).Outcome);
        Assert.Contains("--image-owner 777788889999", results.Of(4).Counterexample, StringComparison.Ordinal);
    }

    /// <summary>The new image is the caller's own, and a backup role copies its account's images to other Regions.</summary>
    [Fact]
    public void Roles_that_create_cannot_copy_where_their_own_images_are_denied()
    {
        var results = Prove(Roles, ProvenCase.On(CopySid, s => WithOwners(s, o => o.Remove(Own))));
        Assert.Equal(ProofOutcome.Refuted, results.Of(4).Outcome);
        Assert.Contains(
            "role/service-role/AWSBackupDefaultServiceRole",
            results.Of(4).Counterexample,
            StringComparison.Ordinal
        );
    }

    /// <summary>Only break-glass principals copy strangers' images.</summary>
    [Fact]
    public void Roles_that_create_and_are_spared_by_the_deny_of_copies_are_found()
    {
        var results = Prove(
            Roles,
            ProvenCase.On(
                CopySid,
                s =>
                    s with
                    {
                        Conditions =
                        [
                            .. s.Conditions.Select(c =>
                                c.Key == "aws:PrincipalArn" ? c with { Values = c.Values.Add(Backup) } : c
                            ),
                        ],
                    }
            )
        );
        Assert.Equal(ProofOutcome.Refuted, results.Of(13).Outcome);
        Assert.Contains(
            "role/service-role/AWSBackupDefaultServiceRole",
            results.Of(13).Counterexample,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Strangers_images_are_not_copied_where_everybody_may_create()
    {
        const string Anybody = """, "image_creation_roles": []""";
        var results = Prove(Anybody, change: null, creation: false);
        Assert.Equal(ProofOutcome.Proven, results.Of(13).Outcome);
    }

    [Theory]
    [InlineData("ec2:ModifySnapshotAttribute")]
    [InlineData("ec2:CreateStoreImageTask")]
    [InlineData("ec2:ExportImage")]
    [InlineData("ec2:CreateInstanceExportTask")]
    public void A_way_out_that_is_left_is_found(string action)
    {
        var result = Prove(change: ProvenCase.On(ExportSid, s => s with { Actions = s.Actions.Remove(action) })).Of(15);
        Assert.Equal(ProofOutcome.Refuted, result.Outcome);
        Assert.Contains(action, result.Counterexample, StringComparison.Ordinal);
    }

    /// <summary>An SCP reaches members only, and a vendor is none.</summary>
    [Fact]
    public void Vendors_are_on_no_list_of_those_who_share()
    {
        var sharing = ProvenCase
            .Generate(Config(""), AllowedImagesState.Enabled)
            .ServiceControlPolicies.SelectMany(p => p.Statements)
            .Single(s => s.Sid == "DenyPublicAMISharing");
        Assert.Equal(["123456738923"], sharing.Conditions.Single(c => c.Key == "aws:PrincipalAccount").Values);
    }

    private static Statement WithOwners(
        Statement statement,
        Func<ImmutableArray<string>, ImmutableArray<string>> change
    ) =>
        statement with
        {
            Conditions =
            [
                .. statement.Conditions.Select(c => c.Key == "ec2:Owner" ? c with { Values = change(c.Values) } : c),
            ],
        };
}
