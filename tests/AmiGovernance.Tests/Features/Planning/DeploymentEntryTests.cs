using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;
using AmiGovernance.TestSupport.Hostile;
using CsCheck;

namespace AmiGovernance.Tests.Features.Planning;

/// <summary>What is written into the record is read from it, whatever people and AWS call things.</summary>
public sealed class DeploymentEntryTests
{
    private static readonly DateTimeOffset At = new(2026, 12, 18, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Halves of surrogate pairs are no text: neither a command line nor AWS has them.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(
        Choose.From([
            .. HostileTexts.All.Where(t => !t.Contains(HostileTexts.LoneSurrogate, StringComparison.Ordinal)),
        ]),
        Choose.From("", " ", "\t", "rollback", "rollback to audit_mode", "rollback: delete", new string('x', 5000)),
        Gen.String[Gen.Char[' ', '\u02ff'], 0, 8]
    );

    private static readonly Gen<PlanStep> Step = Gen.Select(
        Text.Array[5],
        Choose.From(Enum.GetValues<StepCall>()),
        (text, call) =>
            new PlanStep(call, OrganizationPolicyType.DeclarativePolicyEc2)
            {
                Policy = text[0],
                Target = text[1],
                Description = text[2],
                Content = text[3],
                Tags = OrganizationPolicy.NoTags.Add("team", text[4]),
            }
    );

    private static readonly Gen<RecordedPolicy> Policy = Text.Array[6]
        .Select(text => new RecordedPolicy(
            text[0],
            text[1],
            OrganizationPolicyType.ServiceControlPolicy,
            text[2],
            text[3]
        )
        {
            Targets = [text[4], text[5]],
        });

    private static readonly Gen<DeploymentEntry> Entry = Gen.Select(
        Text.Array[10],
        Choose.From(Enum.GetValues<DeploymentPurpose>()),
        Step,
        Policy.Array[0, 2],
        (text, purpose, step, before) =>
            new DeploymentEntry(DeploymentEvent.Started, At, text[0])
            {
                Who = text[1],
                Organization = text[2],
                Why = text[3],
                Purpose = purpose,
                Command = text[4],
                PolicyId = text[5],
                Detail = text[6],
                Targets = [text[7]],
                Stages = [text[8]],
                Accepted = [text[9], text[3]],
                Before = [.. before],
                Step = step,
            }
    );

    [Fact]
    public void Any_entry_is_read_as_it_was_written() =>
        Entry.Sample(
            entry =>
            {
                Reads(entry);
            },
            iter: TestScale.Samples(500),
            seed: "0000KOIPSyL6"
        );

    [Theory]
    [InlineData("rollback")]
    [InlineData("rollback to audit_mode")]
    [InlineData("rollback: delete")]
    public void A_reason_makes_no_rollback(string why) =>
        Assert.False(Reads(new DeploymentEntry(DeploymentEvent.Finished, At, "d") { Why = why }).IsRollback);

    private static DeploymentEntry Reads(DeploymentEntry entry)
    {
        var written = (DeploymentEntry)entry.ChainedTo("");
        var line = written.ToLine();
        var bag = new DiagnosticBag();
        var read = DeploymentEntryReader.Read(new SourceText("line", line.AsMemory()[..^1]), bag);
        Assert.False(bag.HasErrors, string.Join("; ", bag.ToSorted().Select(d => d.Message)));
        Assert.Equal(line, read?.ToLine());
        Assert.Equal(written.Hash, read?.ComputeHash());
        return read!;
    }
}
