/** Operation: whether anybody would notice an outage, and know what to do. */
import { sideFolder } from '../../../ignore/must-ignore.ts';
import type { Checks } from '../../check.ts';
import { literal, modulesOf, resources } from '../terraform/module.ts';
import { ci, fileWith, hasResource, line, no, unseen, yes } from './answers.ts';

const headings: Readonly<Record<string, string>> = {
  symptom: 'symptoms',
  diagnos: 'diagnosis',
  resol: 'resolution',
  escalat: 'escalation',
};

export const operationAnswers: Checks = {
  'prod-health-endpoint': line((tree) => {
    const found = fileWith(
      tree,
      /^\s*HEALTHCHECK (?!NONE)|^\s*healthcheck:|readinessProbe|livenessProbe|health_check\s*\{|\/(?:health|healthz|readyz|livez)\b/m,
    );
    if (found !== null) return yes(found);
    const image = tree.ofKind('dockerfile').find(({ path }) => !sideFolder.test(path));
    return image === undefined
      ? unseen('nothing that runs as a service')
      : no('an image and no health check anywhere', image.path);
  }),
  'prod-alarms': line((tree) => {
    const alarms = modulesOf(tree).flatMap((module) => resources(module, 'aws_cloudwatch_metric_alarm'));
    const seconds = alarms.map(
      (alarm) => Number(literal(alarm, 'period') ?? 60) * Number(literal(alarm, 'evaluation_periods') ?? 1),
    );
    if (seconds.some((time) => time <= 300)) return yes(`${alarms.length} CloudWatch alarms`);
    if (alarms.length > 0) return no('every alarm takes longer than five minutes', alarms[0]!.path);
    const other =
      hasResource(tree, 'datadog_monitor', 'google_monitoring_alert_policy', 'azurerm_monitor_metric_alert') ??
      fileWith(tree, /^\s*- alert:/m);
    return other === null ? unseen('no alarms in this repository') : yes(other);
  }),
  'prod-dashboards-and-logs': line((tree) => {
    const found =
      hasResource(
        tree,
        'aws_cloudwatch_log_group',
        'aws_cloudwatch_dashboard',
        'grafana_dashboard',
        'datadog_dashboard',
      ) ?? fileWith(tree, /awslogs|fluent-?bit/);
    return found === null ? unseen('no log groups, log drivers or dashboards') : yes(found);
  }),
  'prod-restore-tested': line((tree) => {
    const job = tree
      .ofKind(...ci)
      .find(({ path }) => /restore/i.test(tree.text(path)) && /schedule|cron/.test(tree.text(path)));
    if (job !== undefined) return yes(`${job.path} restores on a schedule`);
    const record = fileWith(tree, /restore[^\n]*20\d\d-\d\d-\d\d|20\d\d-\d\d-\d\d[^\n]*restore/i, [
      'markdown',
      'readme',
    ]);
    return record === null ? unseen('no scheduled restore and no dated record') : yes(record);
  }),
  'prod-runbooks': line((tree) => {
    const books = tree
      .ofKind('markdown')
      .filter(({ path }) => /(?:^|\/)run-?books?\//i.test(path) && !/readme/i.test(path));
    if (books.length === 0) return unseen('no docs/runbooks');
    const wanted = ['symptom', 'diagnos', 'resol', 'escalat'];
    for (const { path } of books) {
      const heads = (tree.text(path).match(/^#+ .*$/gm) ?? []).join('\n').toLowerCase();
      const missing = wanted.filter((word) => !heads.includes(word));
      if (missing.length > 0) return no(`${path} lacks: ${missing.map((word) => headings[word]).join(', ')}`, path);
    }
    return books.length < 3
      ? no(`${books.length} runbooks; three failures are likeliest`, books[0]!.path)
      : yes(`${books.length} runbooks`);
  }),
  'prod-rto-rpo': line((tree) => {
    const found = tree
      .ofKind('markdown', 'readme')
      .find(
        ({ path }) =>
          /\bRTO\b|recovery time objective/i.test(tree.text(path)) &&
          /\bRPO\b|recovery point objective/i.test(tree.text(path)),
      );
    return found === undefined ? unseen('no page names RTO and RPO') : yes(found.path);
  }),
  'prod-readme': line((tree) => {
    const readme = tree.ofKind('readme').find(({ path }) => !path.includes('/'));
    if (readme === undefined) return no('there is no README');
    const text = tree.text(readme.path).toLowerCase();
    const parts: [string, RegExp][] = [
      ['how to run it', /^#+.*(?:run|usage|getting started|quick ?start|install|development|setup)/m],
      ['how to deploy it', /^#+.*(?:deploy|release|production)/m],
      ['what it depends on', /^#+.*(?:depend|requirement|prerequisite|architecture)/m],
    ];
    const missing = parts.filter(([, pattern]) => !pattern.test(text)).map(([name]) => name);
    return missing.length === 0
      ? yes(readme.path)
      : no(`${readme.path} does not say ${missing.join(', ')}`, readme.path);
  }),
};
