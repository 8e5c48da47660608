import type { ImpactResult } from '../../operations/results.ts';
import { drawPicture, type PictureArrow, type PictureBox } from '../graph/svg/draw.ts';
import { type ImpactBox, impactDrawing } from './drawing.ts';
import { summary } from './words.ts';

/** The dependents as a picture, from the contract to who depends on it, each on the way that decides about it. */
export async function renderImpactSvg(result: ImpactResult): Promise<string> {
  const { title, boxes } = impactDrawing(result);
  const { name, version, ref, upgrade } = result;
  const facts = upgrade === undefined ? version : `${version} → ${upgrade.new.version} · ${upgrade.classification}`;
  const contract: PictureBox = { name, facts, told: `${title}, ${ref}`, kinds: ['root'] };
  return drawPicture({
    title,
    description: `${summary(result)}.`,
    boxes: [contract, ...boxes.map(boxOf)],
    arrows: boxes.map((box, i) => arrowOf(box, i + 1)),
    legend: [legend(boxes), summary(result)].filter((line) => line !== ''),
  });
}

function boxOf({ dependent, verdict }: ImpactBox): PictureBox {
  const { name, version, ref, owner, because } = dependent;
  const owned = owner === undefined ? '' : `, owned by ${owner}`;
  const why = verdict === undefined ? '' : `: ${verdict}, because ${because ?? ''}`;
  return {
    name,
    facts: [version, ...(owner === undefined ? [] : [owner]), ...(verdict === undefined ? [] : [verdict])].join(' · '),
    told: `${name}@${version}, ${ref}${owned}${why}`,
    kinds: dependent.verdict === undefined ? [] : [dependent.verdict],
  };
}

function arrowOf({ dependent, from, label }: ImpactBox, to: number): PictureArrow {
  const { path, required } = dependent;
  return {
    from: from === 'contract' ? 0 : from + 1,
    to,
    label,
    told: `${path.join(' <- ')}${label === '' ? '' : ` (${label})`}`,
    isOptional: !required,
    onCycle: false,
  };
}

/** What the signs mean that this drawing has. */
function legend(boxes: readonly ImpactBox[]): string {
  const signs = [
    'arrows lead to who depends on it',
    ...(boxes.some(({ dependent }) => !dependent.required) ? ['dashed: something on the way is optional'] : []),
    ...(boxes.some(({ dependent }) => dependent.verdict === 'breaks') ? ['thick frames: breaks'] : []),
  ];
  return boxes.length === 0 ? '' : signs.join(' · ');
}
