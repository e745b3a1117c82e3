namespace AmiGovernance.Core.Features.Exceptions.Reminders;

/// <summary>What a reminder says when the settings name no file.</summary>
internal static class ReminderTemplate
{
    public const string BuiltIn = """
        AMI exception {{ticket}} for account {{account_id}} {{ends}}

        The exception for account {{account_id}} ({{ticket}}, {{type}}, {{requested_by}}) has its end on {{expires_on}} at 00:00 UTC;
        the last day is {{last_day}}. From then on its images are not allowed any more.

        Reason at the time: {{reason}}

        What to do:
        - Move to the approved golden images, then let the entry be removed: amigov exception revoke {{ticket_argument}} --reason "..."
        - Or {{more_time}}

        Nothing done means: the service control policy ends it by itself where it enforces, and the pipeline fails until the
        entry is removed.

        {{contacts}}
        """;
}
