using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The settings of an account in a Region that a declarative policy can take over.</summary>
internal sealed class SettingsCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    public override IReadOnlyDictionary<string, Operation> Operations
    {
        get
        {
            var operations = new Dictionary<string, Operation>(StringComparer.Ordinal)
            {
                [DeclarativeAttributes.AllowedImagesSettings.ReadCall] = GetAllowedImages,
                ["EnableAllowedImagesSettings"] = EnableAllowedImages,
                ["DisableAllowedImagesSettings"] = DisableAllowedImages,
                ["ReplaceImageCriteriaInAllowedImagesSettings"] = ReplaceCriteria,
            };
            foreach (var attribute in DeclarativeAttributes.WithState)
            {
                operations[attribute.ReadCall] = call => GetState(call, attribute);
                operations[attribute.EnableCall] = call => SetState(call, attribute, Wanted(call, attribute));
                operations[attribute.DisableCall] = call => SetState(call, attribute, attribute.Weakest);
            }
            return operations;
        }
    }

    public static string ManagedBy(bool managed) => managed ? "declarative-policy" : "account";

    private JsonObject GetState(SandboxCall call, StateAttribute attribute)
    {
        Begin(call);
        var (state, managed) = Guard.StateIn(call.Place, attribute);
        return new JsonObject
        {
            [AnswerMember(attribute)] = StateAttribute.ApiName(state),
            ["managedBy"] = ManagedBy(managed),
        };
    }

    /// <summary>EC2 has a call of its own for the state that restricts nothing.</summary>
    private static string Wanted(SandboxCall call, StateAttribute attribute)
    {
        var name = call.Input.Required(attribute.ApiMember);
        return attribute.FromApiName(name) is { } state && state != attribute.Weakest
            ? state
            : throw InvalidValue($"Value ({name}) for parameter {AnswerMember(attribute)} is invalid.");
    }

    private JsonObject SetState(SandboxCall call, StateAttribute attribute, string state)
    {
        Begin(call);
        if (Guard.StateIn(call.Place, attribute).Managed)
            throw Guard.ManagedByDeclarativePolicy(call.Account);
        Change(call, s => s.With(attribute, state));
        return new JsonObject { [AnswerMember(attribute)] = StateAttribute.ApiName(state) };
    }

    /// <summary>Answers spell members with a small letter first.</summary>
    private static string AnswerMember(StateAttribute attribute) =>
        char.ToLowerInvariant(attribute.ApiMember[0]) + attribute.ApiMember[1..];

    private JsonObject GetAllowedImages(SandboxCall call)
    {
        Begin(call);
        var (policy, managed) = Guard.AllowedImagesIn(call.Place);
        return new JsonObject
        {
            ["state"] = Ec2Shapes.ApiName(policy.State),
            ["imageCriterionSet"] = Ec2Shapes.List(policy.Criteria, Ec2Shapes.Criterion),
            ["managedBy"] = ManagedBy(managed),
        };
    }

    private JsonObject EnableAllowedImages(SandboxCall call)
    {
        var name = call.Input.Required("AllowedImagesSettingsState");
        var state = name switch
        {
            "enabled" => AllowedImagesState.Enabled,
            "audit-mode" => AllowedImagesState.AuditMode,
            _ => throw InvalidValue($"Value ({name}) for parameter allowedImagesSettingsState is invalid."),
        };
        return SetState(call, state);
    }

    private JsonObject DisableAllowedImages(SandboxCall call) => SetState(call, AllowedImagesState.Disabled);

    private JsonObject SetState(SandboxCall call, AllowedImagesState state)
    {
        SetAllowedImages(call, s => s with { AllowedImages = state });
        return new JsonObject { ["allowedImagesSettingsState"] = Ec2Shapes.ApiName(state) };
    }

    private JsonObject ReplaceCriteria(SandboxCall call)
    {
        var criteria = CriterionReader.Read(call.Input);
        SetAllowedImages(call, s => s with { Criteria = criteria });
        return Ec2Shapes.Return;
    }

    private void SetAllowedImages(SandboxCall call, Func<RegionSettings, RegionSettings> change)
    {
        Begin(call);
        if (Guard.AllowedImagesIn(call.Place).Managed)
            throw Guard.ManagedByDeclarativePolicy(call.Account);
        Change(call, change);
    }

    private void Change(SandboxCall call, Func<RegionSettings, RegionSettings> change)
    {
        World.Ec2.Settings[call.Place] = change(World.Ec2.SettingsOf(call.Place));
        World.Changes++;
    }
}
