using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>
/// Whether AWS puts a merged policy into force, as far as images go (Organizations user guide, "EC2 policy syntax and examples"): an
/// account whose merged policy is not valid keeps its last valid one.
/// </summary>
internal static partial class PlainValidity
{
    private static readonly string[] States = ["enabled", "disabled", "audit_mode"];
    private static readonly string[] SharingStates = ["block_new_sharing", "unblocked"];
    private static readonly string[] SnapshotStates = ["block_all_sharing", "block_new_sharing", "unblocked"];

    /// <param name="merged">Without operators; null for nothing.</param>
    public static bool IsValid(JsonNode? merged)
    {
        if (merged?["ec2_attributes"] is not JsonObject attributes)
            return merged is null;
        return HasState(attributes["image_block_public_access"], SharingStates)
            && HasState(attributes["snapshot_block_public_access"], SnapshotStates)
            && HasState(attributes["allowed_images_settings"], States)
            && AreCriteria(attributes["allowed_images_settings"]?["image_criteria"]);
    }

    private static bool HasState(JsonNode? attribute, string[] states) =>
        attribute is null || (attribute["state"] is JsonValue state && states.Contains(state.ToString()));

    private static bool AreCriteria(JsonNode? criteria) =>
        criteria is null
        || criteria.AsObject().All(c => Criterion().IsMatch(c.Key) && IsCriterion(c.Value!.AsObject()));

    private static bool IsCriterion(JsonObject criterion) =>
        IsList(criterion["allowed_image_providers"], 200, Provider())
        && IsList(criterion["image_names"], 50, ImageName())
        && IsList(criterion["marketplace_product_codes"], 50, ProductCode())
        && (criterion["image_watermarks"]?.AsObject() ?? []).All(w => w.Value?["watermark_key"] is not null);

    private static bool IsList(JsonNode? list, int most, Regex value)
    {
        if (list is null)
            return true;
        var values = list is JsonArray several ? several.ToList() : [list];
        return values.Count <= most && values.TrueForAll(v => v is not null && value.IsMatch(v.ToString()));
    }

    [GeneratedRegex(@"^criteria_([1-9]|10)\z")]
    private static partial Regex Criterion();

    [GeneratedRegex(@"^([0-9]{12}|amazon|aws_marketplace|aws_backup_vault)\z")]
    private static partial Regex Provider();

    /// <summary>With `?` at least three characters.</summary>
    [GeneratedRegex(@"^([^?]{0,128}|(?=.{3,128}\z).*)\z", RegexOptions.Singleline)]
    private static partial Regex ImageName();

    [GeneratedRegex(@"^[A-Za-z0-9]{1,25}\z")]
    private static partial Regex ProductCode();
}
