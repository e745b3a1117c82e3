using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>
/// The input of `create-stack-set` and `create-stack-instances`. One instance only: the policies belong to the organization, not to
/// accounts. It is self-managed, for service-managed stack sets do not reach the management account (CloudFormation user guide,
/// "Considerations when using service-managed permissions").
/// </summary>
internal sealed class StackSetFormat : ICarrierFormat
{
    private const string StackSet = "ami-governance";

    public IEnumerable<string> Missing(CarriedState state)
    {
        if (state.Account is null)
            yield return "the management account, in which the stack instance stands";
        if (state.Targets.Any(t => t.Id is null))
            yield return "the id of the root";
    }

    public IEnumerable<string> Problems(CarriedState state)
    {
        foreach (var problem in PolicyStack.Problems(state))
            yield return problem;
        var size = Encoding.UTF8.GetByteCount(PolicyStack.Text(state, state.Policies));
        if (size > PolicyStack.LongestBody)
            yield return $"the template has {size} bytes, and a call takes {PolicyStack.LongestBody}";
    }

    public ImmutableArray<string> Notes(CarriedState state) =>
        [
            "self-managed permissions: `AWSCloudFormationStackSetAdministrationRole` in the account that holds the stack set,"
                + " `AWSCloudFormationStackSetExecutionRole` in the account of the instance",
            "`aws cloudformation create-stack-set --cli-input-json file://create-stack-set.json`, then"
                + " `aws cloudformation create-stack-instances --cli-input-json file://create-stack-instances.json`",
            "later: `aws cloudformation update-stack-set --cli-input-json file://create-stack-set.json`, for which the same file serves",
            "policies stay when the stack is deleted (`DeletionPolicy`), but for those of stages",
        ];

    public IEnumerable<string> LeftBehind(ImmutableArray<EarlierPolicy> earlier, CarriedState state) =>
        PolicyStack.LeftBehind(earlier, state);

    public IEnumerable<GeneratedFile> Files(CarriedState state)
    {
        var template = PolicyStack.Text(state, state.Policies);
        yield return CarrierText.File(CloudFormationFormat.File, template);
        yield return CarrierText.Json("create-stack-set.json", writer => Set(writer, state, template));
        yield return CarrierText.Json("create-stack-instances.json", writer => Instances(writer, state));
    }

    private static void Set(Utf8JsonWriter writer, CarriedState state, string template)
    {
        writer.WriteStartObject();
        writer.WriteString("StackSetName", StackSet);
        writer.WriteString("Description", state.Source);
        writer.WriteString("TemplateBody", template);
        writer.WriteString("PermissionModel", "SELF_MANAGED");
        writer.WriteEndObject();
    }

    private static void Instances(Utf8JsonWriter writer, CarriedState state)
    {
        writer.WriteStartObject();
        writer.WriteString("StackSetName", StackSet);
        writer.WriteStrings("Accounts", [state.Account!.Value.Value]);
        writer.WriteStrings("Regions", [state.Partition.OrganizationsRegion().Value]);
        writer.WriteEndObject();
    }
}
