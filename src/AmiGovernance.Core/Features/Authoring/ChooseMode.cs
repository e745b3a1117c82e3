using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>
/// In which mode policies are generated: as somebody says, else as the configuration says. Where that is not what is deployed, nobody is
/// guessed to mean the one or the other: the next deployment would end enforcement, or be refused.
/// </summary>
internal static class ChooseMode
{
    /// <summary>Null with a report when somebody must say which mode is meant.</summary>
    public static AllowedImagesState? Run(GenerateRequest request, GovernanceConfig config, DiagnosticBag bag)
    {
        if (request.Mode is { } given)
            return given;
        var wanted = config.Policy.EnforcementMode ?? AllowedImagesState.AuditMode;
        // A check writes nothing, and on the branch that prepares a promotion the configuration is ahead of what is deployed.
        if (request.CheckOnly || request.Deployed is not { } deployed || deployed == wanted)
            return wanted;

        var says = config.Policy.EnforcementMode is null
            ? $"the configuration says no mode, which means `{wanted.Name()}`"
            : $"the configuration says `{wanted.Name()}`";
        bag.Report(
            OperationDiagnostics.ModeUnlikeDeployed,
            config.Tree.At(Place(config.Tree)),
            $"{says}; what is deployed is in `{deployed.Name()}`, by the deployment record",
            deployed == AllowedImagesState.Enabled ? KeepOrEnd : KeepOrPromote
        );
        return null;
    }

    private const string KeepOrEnd =
        "to keep enforcement, set `policy_config.enforcement_mode` to `enabled`, or give `--mode enabled`;"
        + " `--mode audit_mode` generates what ends it, which `amigov apply --allow-weaker REASON` does";

    private const string KeepOrPromote =
        "`--mode enabled` generates what `amigov promote` enforces; `--mode audit_mode` stays with what is deployed";

    private static JsonNode Place(JsonDocumentTree tree)
    {
        var settings = (tree.Root as JsonObject)?["policy_config"] as JsonObject;
        return settings?["enforcement_mode"] ?? tree.Root;
    }
}
