using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>One stack in the management account, or in an account that may manage policies.</summary>
internal sealed class CloudFormationFormat : ICarrierFormat
{
    public const string File = "ami-governance.template.json";

    public IEnumerable<string> Missing(CarriedState state) => [];

    public IEnumerable<string> Problems(CarriedState state) => PolicyStack.Problems(state);

    public ImmutableArray<string> Notes(CarriedState state) =>
        [
            "one stack in one Region of the management account: `AWS::Organizations::Policy` is the same in each Region",
            $"a body of up to {PolicyStack.LongestBody} bytes goes with the call; a longer one needs a bucket",
            "policies that exist already are taken over first, and alone:"
                + " by `aws cloudformation create-change-set --change-set-type IMPORT`"
                + " with a template that has them and nothing new; then the stack is updated with the whole one",
            "policies stay when the stack is deleted (`DeletionPolicy`), but for those of stages",
        ];

    public IEnumerable<string> LeftBehind(ImmutableArray<EarlierPolicy> earlier, CarriedState state) =>
        PolicyStack.LeftBehind(earlier, state);

    public IEnumerable<GeneratedFile> Files(CarriedState state) =>
        [CarrierText.File(File, PolicyStack.Text(state, state.Policies))];
}
