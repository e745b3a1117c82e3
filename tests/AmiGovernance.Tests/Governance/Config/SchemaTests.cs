using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Tests.Governance.Config;

/// <summary>Schema and reader know the same.</summary>
public sealed class SchemaTests
{
    private static readonly string SchemaPath = RepositoryRoot.File("schema", "ami_publishers.schema.json");

    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(SchemaPath)).RootElement;

    public static TheoryData<string, string[]> Objects =>
        new()
        {
            { "", ConfigKeys.Root },
            { "opsPublisher", ConfigKeys.OpsPublisher },
            { "vendorPublisher", ConfigKeys.VendorPublisher },
            { "publisherAlias", ConfigKeys.PublisherAlias },
            { "managedService", ConfigKeys.ManagedService },
            { "exception", ConfigKeys.Exception },
            { "remediationPlan", ConfigKeys.RemediationPlan },
            { "breakGlassPrincipal", ConfigKeys.BreakGlassPrincipal },
            { "imageCreationRole", ConfigKeys.ImageCreationRole },
            { "restoreRole", ConfigKeys.RestoreRole },
            { "exceptionType", ConfigKeys.ExceptionType },
            { "contact", ConfigKeys.Contact },
            { "policyConfig", ConfigKeys.PolicyConfig },
            { "imageCriteria", ConfigKeys.ImageCriteria },
            { "imageWatermark", ConfigKeys.ImageWatermark },
        };

    [Theory]
    [MemberData(nameof(Objects))]
    public void Both_know_the_same_keys(string definition, string[] keys)
    {
        var schema = definition.Length == 0 ? Schema : Schema.GetProperty("$defs").GetProperty(definition);
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(
            keys.Order(StringComparer.Ordinal),
            schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Both_know_the_same_words()
    {
        Assert.Equal(OwnerAliases.Names.Order(StringComparer.Ordinal), Words("aliasName"));
        Assert.Equal(ManagedServiceAccounts.Services.Order(StringComparer.Ordinal), Words("managedServiceName"));
    }

    private static IEnumerable<string> Words(string definition) =>
        Schema
            .GetProperty("$defs")
            .GetProperty(definition)
            .GetProperty("enum")
            .EnumerateArray()
            .Select(e => e.GetString()!)
            .Order(StringComparer.Ordinal);
}
