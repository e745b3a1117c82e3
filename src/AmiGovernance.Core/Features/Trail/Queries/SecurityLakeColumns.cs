using System.Collections.Frozen;
using System.Globalization;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// Where Security Lake's table of CloudTrail's management events has what a record says (OCSF 1.1.0, API Activity; Security Lake user
/// guide, "CloudTrail event logs in Security Lake" and "Security Lake queries for AWS source version 2").
/// </summary>
internal static class SecurityLakeColumns
{
    private static readonly FrozenDictionary<string, string> Columns = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["eventversion"] = "metadata.product.version",
        ["eventtime"] = "date_format(time_dt, '%Y-%m-%dT%H:%i:%sZ')",
        ["eventsource"] = "api.service.name",
        ["eventname"] = "api.operation",
        ["awsregion"] = "cloud.region",
        ["sourceipaddress"] = "src_endpoint.ip, src_endpoint.domain",
        ["errorcode"] = "api.response.error",
        ["errormessage"] = "api.response.message",
        ["requestparameters"] = "api.request.data",
        ["responseelements"] = "api.response.data",
        ["eventid"] = "metadata.uid",
        ["eventcategory"] =
            "CASE WHEN strpos(metadata.product.feature.name, 'Management') > 0 THEN 'Management' ELSE metadata.product.feature.name END, "
            + "element_at(unmapped, 'eventCategory')",
        ["recipientaccountid"] = "element_at(unmapped, 'recipientAccountId'), cloud.account.uid, accountid",
        ["identitytype"] = "actor.user.type",
        ["identityarn"] = "actor.user.uid",
        ["identityaccount"] = "actor.user.account.uid",
        ["invokedby"] = "actor.invoked_by",
        ["principalid"] = "actor.user.uid_alt",
        ["issuerarn"] = "actor.session.issuer",
        // AWS does not say where an addendum goes.
        [RecordColumns.Corrected] = "''",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The first of these that is not null.</summary>
    public static string InTable(string column) => Columns[column];

    public static string Since(DateOnly day) => $"time_dt >= {Midnight(day)}";

    public static string Until(DateOnly day) => $"time_dt < {Midnight(day.AddDays(1))}";

    private static string Midnight(DateOnly day) =>
        $"TIMESTAMP '{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} 00:00:00'";
}
